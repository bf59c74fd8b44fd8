"""Is a site's burden really changing: an XmR chart of every series of pub.burden_site_window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.meanings.measures import MEASURES
from triggerscape.release.derived.control_chart import Judgement, Point, judgements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BURDEN = BURDEN_SITE_WINDOW.name
DECIMALS = 3
_BETTER = {measure[0]: measure[3] for measure in MEASURES}
_UNITS = {measure[0]: measure[2] for measure in MEASURES}
_MOST = {"1": 1.0, "d/(28.d)": 28.0}
_FINEST = BURDEN_SITE_WINDOW.column("estimate").decimals or 0
_COLUMNS: dict[str, type[pl.DataType]] = {
    "site_id": pl.String,
    "measure_id": pl.String,
    "window_index": pl.Int32,
    "window_start": pl.Date,
    "estimate": pl.Float64,
    "center": pl.Float64,
    "limit_low": pl.Float64,
    "limit_high": pl.Float64,
    "signal": pl.String,
    "rule": pl.String,
    "windows_in_baseline": pl.Int32,
}


def signal_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per site, measure and calendar window with a number, judged by its XmR chart.

    Only what is printed is looked at, with the step it was rounded to. Windows of the calendar that
    were shown once stay as they are, and earlier ones are not shown late: so the baseline of a
    series stays what it is, and so does what was said of a window, until a release is restated.
    """
    shown = tables[BURDEN].filter(window_kind="calendar", status="ok")
    series = shown.sort("site_id", "measure_id", "window_index").partition_by(
        "site_id", "measure_id", maintain_order=True
    )
    rows = [row for one in series for row in _judged(one)]
    return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def printed_step(people: int) -> float:
    """The step of an estimate printed beside so many people.

    A mean over n people has d decimals where 10^d <= n, counted and printed. What is printed as
    10^d people may be fewer, so it is taken to have one decimal less.
    """
    return 10.0 ** -max(d for d in range(_FINEST + 1) if d == 0 or people > 10**d)


def signal_of(direction: int, better: str) -> str:
    """The word for a series that moved up (1), down (-1) or not at all (0)."""
    if direction == 0:
        return "common"
    word = "higher" if direction > 0 else "lower"
    if better not in ("higher", "lower"):
        return word
    return "better" if word == better else "worse"


def _judged(series: pl.DataFrame) -> list[tuple[object, ...]]:
    rows = series.to_dicts()
    measure = rows[0]["measure_id"]
    points = [
        Point(row["window_index"], row["estimate"], printed_step(row["n_people"])) for row in rows
    ]
    most = _MOST.get(_UNITS.get(measure, ""))
    told = judgements(points, None if most is None else 0.0, most)
    return [_row(row, one, measure) for row, one in zip(rows, told, strict=True)]


def _row(row: Mapping[str, object], one: Judgement, measure: str) -> tuple[object, ...]:
    moved = signal_of(one.direction, _BETTER.get(measure, "neither"))
    return (
        row["site_id"],
        measure,
        row["window_index"],
        row["window_start"],
        row["estimate"],
        *_rounded((one.center, one.low, one.high)),
        moved if one.is_judged else "baseline",
        one.rule or None,
        one.windows_in_baseline,
    )


def _rounded(values: Sequence[float | None]) -> list[float | None]:
    return [None if value is None else round(value, DECIMALS) + 0.0 for value in values]
