"""The tiles: the rows of ``pub.wide_kpi`` as a leader reads them."""

from __future__ import annotations

import polars as pl

from triggerscape.contract.releases.kpi import RANGES
from triggerscape.release.derived.kpi.answer import behind, spread, value
from triggerscape.release.page.opening.parts import Tile
from triggerscape.release.page.wording import Row, day

_UNITS = {
    "migraine_days": "of 28 days",
    "acute_drug_days": "of 28 days",
    "medication_overuse": "of people",
    "diary_completeness": "of diary days",
    "strongest_trigger": "times as often",
    "best_supported_therapy": "migraine days of 28",
}
_FIGURES = {
    "migraine_days": "burden",
    "diary_completeness": "quality",
    "strongest_trigger": "triggers",
    "best_supported_therapy": "therapies",
}


def tiles(kpi: pl.DataFrame) -> tuple[Tile, ...]:
    """One tile per row, in the order of their places."""
    return tuple(_tile(row) for row in kpi.sort("position").iter_rows(named=True))


def _tile(row: Row) -> Tile:
    kpi = row["kpi_id"]
    anchor = _FIGURES.get(kpi, "")
    if row["status"] != "ok":
        return Tile(row["label"], "none to show", "", "", (row["sentence"],), anchor)
    window = row["window_start"]
    ends = (row["range_low"], row["range_high"])
    if row["estimate"] is None:
        shown = f"{value(kpi, ends[0])} to {value(kpi, ends[1])}"
        ranged = RANGES[row["range_kind"]]
    else:
        shown = value(kpi, row["estimate"])
        ranged = spread(kpi, *ends, row["range_kind"])
    lines = (
        f"28 days from {day(window)}" if window else "",
        ranged,
        behind(row["n_people"], row["n_sites"]),
        _before(row),
    )
    return Tile(
        row["label"],
        shown,
        _UNITS[kpi],
        row["subject"],
        tuple(line for line in lines if line),
        anchor,
    )


def _before(row: Row) -> str:
    earlier = (
        (row["estimate_window_before"], "one window before"),
        (row["estimate_year_before"], "a year before"),
    )
    return "; ".join(
        f"{value(row['kpi_id'], amount)} {when}" for amount, when in earlier if amount is not None
    )
