"""The published findings about therapies."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, estimate, key

THERAPY_EFFECT = Table(
    name="pub.therapy_effect",
    grain="one row per therapy, comparator, estimand and measure",
    key=("therapy_id", "comparator_id", "estimand_id", "measure_id"),
    columns=(
        *FIRST,
        key("therapy_id", "The therapy; see dim_therapy"),
        key("comparator_id", "The therapy it is compared with, or no_start; see dim_therapy"),
        key("estimand_id", "What is estimated; see dim_estimand"),
        Column(
            "window_first_day", Kind.INTEGER, "First day after the start", unit="d", role=Role.NOTE
        ),
        Column(
            "window_last_day", Kind.INTEGER, "Last day after the start", unit="d", role=Role.NOTE
        ),
        *estimate(decimals=2),
        Column(
            "n_comparator",
            Kind.BIGINT,
            "People it is compared with, rounded",
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
            unit="1",
            role=Role.ESTIMATE,
            decimals=2,
        ),
        Column("verdict", Kind.TEXT, "What may be said about the therapy", role=Role.NOTE),
        Column("verdict_rule", Kind.TEXT, "The rule that gave the verdict", role=Role.NOTE),
    ),
    warnings=(
        "Never a pre-post change: both arms meet at the same kind of time.",
        "Against no_start the response to starting anything is in the difference.",
        "A verdict is about the outcome of its row; migraine days are the one named beforehand.",
    ),
)

THERAPY_DIAGNOSTIC = Table(
    name="pub.therapy_diagnostic",
    grain="one row per therapy, comparator and check of its migraine days",
    key=("therapy_id", "comparator_id", "measure_id"),
    columns=(
        *FIRST,
        key("therapy_id", "The therapy; see dim_therapy"),
        key("comparator_id", "The therapy it is compared with, or no_start; see dim_therapy"),
        *estimate(decimals=2),
        Column(
            "n_comparator",
            Kind.BIGINT,
            "People it is compared with, rounded",
            unit="{person}",
            role=Role.COUNT,
        ),
        Column(
            "bound",
            Kind.DOUBLE,
            "What the value is held against, in its unit; none where it is shown only",
            role=Role.NOTE,
        ),
        Column(
            "is_met", Kind.BOOLEAN, "The bound is kept; none where there is none", role=Role.NOTE
        ),
        Column(
            "decides",
            Kind.BOOLEAN,
            "Not met, it turns the verdict into not_settled",
            nullable=False,
            role=Role.NOTE,
        ),
        Column("sentence", Kind.TEXT, "What that says", role=Role.NOTE),
    ),
)
