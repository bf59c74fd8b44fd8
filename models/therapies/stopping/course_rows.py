"""How long people stay on a therapy, as rows: share stopped by day 84, and median course."""

from __future__ import annotations

from typing import Any

import polars as pl

from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.stopping.course_length import median_course
from models.therapies.stopping.share_stopped import share_stopped

BY_DAY_84, COURSE_DAYS = "stopped_by_day_84", "course_days_median"
NOT_REACHED = "fewer than half have stopped within the time on record"


def course_rows(starters: pl.DataFrame, therapy: str) -> pl.DataFrame:
    """Two rows of estimates.therapy_course for the new starters of one therapy.

    ``starters`` has one row per person: site_code; is_stopped_by_84, null where the therapies are
    not on record that long; days_on, to the stop or to the last day on which a stop would have been
    seen; is_stopped. People without a day on which a stop could be seen have null in days_on.
    """
    rows = [
        _share(starters.drop_nulls("is_stopped_by_84")),
        _median(starters.drop_nulls("days_on")),
    ]
    return pl.DataFrame([{"therapy_id": therapy, **row} for row in rows], infer_schema_length=None)


def _share(known: pl.DataFrame) -> dict[str, Any]:
    stopped = int(known["is_stopped_by_84"].sum() or 0)
    if known.height < FEWEST_STARTERS:
        return _row(BY_DAY_84, known, stopped, None, _few())
    found = share_stopped(stopped, known.height)
    return _row(BY_DAY_84, known, stopped, (found.share, found.ci_low, found.ci_high), "")


def _median(known: pl.DataFrame) -> dict[str, Any]:
    stopped = int(known["is_stopped"].sum() or 0)
    if known.height < FEWEST_STARTERS:
        return _row(COURSE_DAYS, known, stopped, None, _few())
    found = median_course(
        known["days_on"].cast(pl.Float64).to_numpy(), known["is_stopped"].to_numpy()
    )
    if found.median is None:
        return _row(COURSE_DAYS, known, stopped, (None, found.ci_low, None), NOT_REACHED)
    return _row(COURSE_DAYS, known, stopped, (found.median, found.ci_low, found.ci_high), "")


def _few() -> str:
    return f"fewer than {FEWEST_STARTERS} starters are on record long enough"


def _row(
    measure: str,
    known: pl.DataFrame,
    stopped: int,
    found: tuple[float | None, float | None, float | None] | None,
    reason: str,
) -> dict[str, Any]:
    value, low, high = found or (None, None, None)
    return {
        "measure_id": measure,
        "status": "not_estimable" if reason else "estimated",
        "reason": reason,
        "estimate": value,
        "ci_low": low,
        "ci_high": high,
        "n_people": known.height,
        "n_in_smaller_part": min(stopped, known.height - stopped),
        "n_sites": known["site_code"].n_unique(),
    }
