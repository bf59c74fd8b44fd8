"""The published handful: what a leader asks first, one row per question."""

from __future__ import annotations

from triggerscape.contract.language import Column, Kind, Role, Table
from triggerscape.contract.releases.columns import FIRST, STATUSES, key

KPIS = (
    "migraine_days",
    "acute_drug_days",
    "medication_overuse",
    "diary_completeness",
    "strongest_trigger",
    "best_supported_therapy",
)
RANGES = {
    "interval": "95% interval",
    "sites": "lowest to highest site",
    "methods": "range of both methods with their 95% intervals",
}


def _words(name: str, meaning: str, *, nullable: bool = False) -> Column:
    return Column(name, Kind.TEXT, meaning, nullable=nullable, role=Role.NOTE)


def _copy(name: str, meaning: str) -> Column:
    # A note, though a number: it is printed in another table too, where it is judged and rounded.
    return Column(name, Kind.DOUBLE, meaning, role=Role.NOTE)


WIDE_KPI = Table(
    name="pub.wide_kpi",
    grain="one row per question that a leader asks first",
    key=("kpi_id",),
    columns=(
        *FIRST,
        key("kpi_id", "The question", values=KPIS),
        Column("position", Kind.INTEGER, "Its place on the page", nullable=False, role=Role.NOTE),
        _words("label", "The question as the page writes it"),
        _words("source_table", "The published table that the number is from"),
        Column(
            "measure_id",
            Kind.TEXT,
            "What the number measures; see dim_measure",
            nullable=False,
            role=Role.NOTE,
        ),
        _words("subject", "Whom or what it is about; null where nothing is shown", nullable=True),
        Column("window_start", Kind.DATE, "First day of its window of 28 days", role=Role.NOTE),
        _copy("estimate", "The value; null where there is only a range"),
        _copy("range_low", "Lower end of its range"),
        _copy("range_high", "Upper end of its range"),
        Column(
            "range_kind",
            Kind.TEXT,
            "; ".join(f"{kind}: {meaning}" for kind, meaning in RANGES.items()),
            values=tuple(RANGES),
            role=Role.NOTE,
        ),
        Column(
            "n_people",
            Kind.BIGINT,
            "People behind it, from rounded counts",
            unit="{person}",
            role=Role.NOTE,
        ),
        Column("n_sites", Kind.BIGINT, "Sites behind it", unit="{site}", role=Role.NOTE),
        _copy("estimate_window_before", "The value one window of 28 days before"),
        _copy("estimate_year_before", "The value thirteen windows before"),
        Column(
            "status",
            Kind.TEXT,
            "ok; x where no printed row answers the question",
            values=STATUSES,
            nullable=False,
            role=Role.NOTE,
        ),
        _words("sentence", "The row in one sentence"),
    ),
    warnings=(
        "The people of one window are not all those of another: a difference between two windows "
        "is no effect of anything.",
    ),
)
