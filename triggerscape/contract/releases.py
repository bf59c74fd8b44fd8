"""Contracts of the published facts: one row is one estimate, every column has a disclosure role."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.references import REFERENCES

STATUSES = ("ok", "c", "u", "x", "z")


def _key(name: str, meaning: str, kind: Kind = Kind.TEXT, values: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, meaning, values=values, nullable=False, role=Role.DIMENSION)


_FIRST = (
    Column(
        "release_id",
        Kind.TEXT,
        "The release the row belongs to, as-of date and a counter",
        nullable=False,
        role=Role.NOTE,
    ),
    Column(
        "as_of_date",
        Kind.DATE,
        "The last day the release looks at",
        nullable=False,
        role=Role.NOTE,
    ),
)


def _estimate(decimals: int) -> tuple[Column, ...]:
    """The common columns of a fact: value, interval, who is behind it, may it be shown."""
    return (
        Column(
            "measure_id",
            Kind.TEXT,
            "What the estimate measures; see dim_measure",
            nullable=False,
            role=Role.DIMENSION,
        ),
        Column("estimate", Kind.DOUBLE, "The value", role=Role.ESTIMATE, decimals=decimals),
        Column(
            "ci_low",
            Kind.DOUBLE,
            "Lower end of the 95% interval",
            role=Role.ESTIMATE,
            decimals=decimals,
        ),
        Column(
            "ci_high",
            Kind.DOUBLE,
            "Upper end of the 95% interval",
            role=Role.ESTIMATE,
            decimals=decimals,
        ),
        Column(
            "n_people",
            Kind.BIGINT,
            "People behind the estimate, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "n_days", Kind.BIGINT, "Observed days behind it, rounded", unit="d", role=Role.COUNT
        ),
        Column("n_sites", Kind.BIGINT, "Sites behind it", unit="{site}", role=Role.NOTE),
        Column(
            "status",
            Kind.TEXT,
            "ok; c confidential; u unreliable; x not available; z not applicable",
            values=STATUSES,
            nullable=False,
            role=Role.NOTE,
        ),
    )


BURDEN_SITE_WINDOW = Table(
    name="pub.burden_site_window",
    grain="one row per site, 28-day window and measure",
    key=("site_id", "window_kind", "window_index", "measure_id"),
    columns=(
        *_FIRST,
        _key("site_id", "The site; see dim_site"),
        _key(
            "window_kind",
            "calendar: the same 28 days for everybody; personal: counted from a person's first day",
            values=("calendar", "personal"),
        ),
        _key("window_index", "Number of the window, in time order", Kind.INTEGER),
        Column(
            "window_start",
            Kind.DATE,
            "First day of a calendar window; null for a personal one",
            role=Role.NOTE,
        ),
        *_estimate(decimals=2),
    ),
    warnings=("Rates are over observed days: a missing day is not a headache-free day.",),
)

TRIGGER_EFFECT = Table(
    name="pub.trigger_effect",
    grain="one row per factor, estimand, outcome and measure",
    key=("trigger_id", "estimand_id", "outcome_id", "measure_id"),
    columns=(
        *_FIRST,
        _key("trigger_id", "The factor; see dim_trigger"),
        _key("estimand_id", "What is estimated; see dim_estimand"),
        _key(
            "outcome_id",
            "What is counted on the outcome day",
            values=("migraine_onset", "headache_onset", "migraine_day", "headache_day"),
        ),
        Column(
            "lag_days",
            Kind.INTEGER,
            "Days between the factor and the outcome day",
            unit="d",
            role=Role.NOTE,
        ),
        *_estimate(decimals=3),
        Column("p_value", Kind.DOUBLE, "Two-sided p value", role=Role.ESTIMATE, decimals=4),
        Column(
            "q_value",
            Kind.DOUBLE,
            "p value after Benjamini-Hochberg over the factors of the release",
            role=Role.ESTIMATE,
            decimals=4,
        ),
        Column(
            "smallest_detectable",
            Kind.DOUBLE,
            "Rate ratio this amount of data could find with 80% power",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "n_attacks", Kind.BIGINT, "Attacks behind it, rounded", unit="{attack}", role=Role.COUNT
        ),
        Column("verdict", Kind.TEXT, "What may be said about the factor", role=Role.NOTE),
        Column("verdict_rule", Kind.TEXT, "The rule that gave the verdict", role=Role.NOTE),
    ),
    warnings=(
        "A factor marked early_sign_or_trigger may be a symptom of the coming attack.",
        "The between-person row compares people with each other; it is not an effect.",
    ),
)

THERAPY_EFFECT = Table(
    name="pub.therapy_effect",
    grain="one row per therapy, comparator, estimand and measure",
    key=("therapy_id", "comparator_id", "estimand_id", "measure_id"),
    columns=(
        *_FIRST,
        _key("therapy_id", "The therapy; see dim_therapy"),
        _key("comparator_id", "The therapy it is compared with; see dim_therapy"),
        _key("estimand_id", "What is estimated; see dim_estimand"),
        Column(
            "window_first_day", Kind.INTEGER, "First day after the start", unit="d", role=Role.NOTE
        ),
        Column(
            "window_last_day", Kind.INTEGER, "Last day after the start", unit="d", role=Role.NOTE
        ),
        *_estimate(decimals=2),
        Column(
            "n_comparator",
            Kind.BIGINT,
            "People who started the comparator, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "overlap_share",
            Kind.DOUBLE,
            "Share of starters with people like them in the other arm",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "largest_imbalance",
            Kind.DOUBLE,
            "Largest standardised difference left after weighting",
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column(
            "smallest_detectable",
            Kind.DOUBLE,
            "Difference this amount of data could find with 80% power",
            unit="d/(28.d)",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column("verdict", Kind.TEXT, "What may be said about the therapy", role=Role.NOTE),
        Column("verdict_rule", Kind.TEXT, "The rule that gave the verdict", role=Role.NOTE),
    ),
    warnings=("Never a pre-post change: both arms started a therapy at the same kind of time.",),
)

DATA_QUALITY = Table(
    name="pub.data_quality",
    grain="one row per site, kind of table and measure",
    key=("site_id", "contract_id", "measure_id"),
    columns=(
        *_FIRST,
        _key("site_id", "The site; see dim_site"),
        _key("contract_id", "The kind of table the site sent"),
        Column(
            "measure_id",
            Kind.TEXT,
            "What the count measures; see dim_measure",
            nullable=False,
            role=Role.DIMENSION,
        ),
        Column("n_rows", Kind.BIGINT, "Rows, rounded", unit="{row}", role=Role.COUNT),
        Column(
            "n_people",
            Kind.BIGINT,
            "People in the site's accepted rows, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "status",
            Kind.TEXT,
            "ok; c confidential; x not available",
            values=STATUSES,
            nullable=False,
            role=Role.NOTE,
        ),
    ),
)

FACTS: tuple[Table, ...] = (BURDEN_SITE_WINDOW, TRIGGER_EFFECT, THERAPY_EFFECT, DATA_QUALITY)

PUBLISHED: tuple[Table, ...] = FACTS + REFERENCES
