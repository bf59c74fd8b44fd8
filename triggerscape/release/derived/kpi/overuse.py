"""How many people take acute drugs on too many days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.release.derived.kpi.answer import Answer, behind, spread, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    Tables = Mapping[str, pl.DataFrame]

OVERUSE = "pub.medication_overuse"


def medication_overuse(tables: Tables) -> Answer:
    """The share of people over the limit of any acute drug, over every window."""
    kpi_id, label = "medication_overuse", "People who overuse acute drugs"
    rows = tables[OVERUSE].filter(
        class_id="medication",
        scope_id="all",
        window_id="all",
        measure_id="overuse_share",
        status="ok",
    )
    if rows.is_empty():
        said = "The share of people who overuse acute drugs is not shown."
        return Answer(kpi_id, label, OVERUSE, "overuse_share", said)
    row = rows.row(0, named=True)
    low, high = row["ci_low"], row["ci_high"]
    return Answer(
        kpi_id,
        label,
        OVERUSE,
        "overuse_share",
        f"{value(kpi_id, row['estimate'])} of people overuse acute drugs for headache on 15 days "
        f"of 28 or more ({spread(kpi_id, low, high, 'interval')}; "
        f"{behind(row['n_people'], row['n_sites'])}).",
        subject="all sites, all windows",
        estimate=row["estimate"],
        range_low=low,
        range_high=high,
        range_kind="interval",
        n_people=row["n_people"],
        n_sites=row["n_sites"],
    )
