"""The calendar windows that a release speaks of, as dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from triggerscape.disclosure.chain.batches import WINDOW_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

BURDEN = "pub.burden_site_window"


def window_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per calendar window of 28 days: number, words other tables use, first and last day.

    ``month`` is the first of the month that the fourteenth day falls into: two windows may share
    one, and no window is a month.
    """
    first = pl.col("window_start")
    return (
        tables[BURDEN]
        .filter(window_kind="calendar")
        .select("window_index", "window_start")
        .unique()
        .select(
            first.dt.to_string("iso").alias("window_id"),
            "window_index",
            first.alias("first_day"),
            first.dt.offset_by(f"{WINDOW_DAYS - 1}d").alias("last_day"),
            first.dt.offset_by(f"{WINDOW_DAYS // 2 - 1}d").dt.truncate("1mo").alias("month"),
        )
        .sort("window_id")
    )
