"""Which headline estimates moved furthest since the release before."""

from __future__ import annotations

import polars as pl


def furthest(moved: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``pub.release_change`` that moved, furthest first, by half of today's interval.

    A row without a value then and now, or that did not move, is left out.
    """
    half = (pl.col("ci_high") - pl.col("ci_low")) / 2
    far = (pl.col("estimate") - pl.col("estimate_before")).abs() / half
    order = ["far", "table_name", "row_id", "measure_id"]
    return (
        moved.with_columns(far=far)
        .filter(pl.col("far").is_finite() & (pl.col("far") > 0))
        .sort(order, descending=[True, False, False, False])
        .drop("far")
    )
