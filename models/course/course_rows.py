"""Changes of state and overuse of drugs as rows: each rate with its interval and its people."""

from __future__ import annotations

import polars as pl

from models.course.person_shares import EVERYTHING, shares_by_place
from models.course.window_trend import window_trend

_COUNTS = ("n_people", "n_hit", "n_windows", "n_days", "n_sites")


def change_rows(windows: pl.DataFrame) -> pl.DataFrame:
    """Rates of chronification and reversion by two rules, and the trend of those over all sites.

    ``windows`` has one row per rule_id, change_id and person-window at risk, with is_hit; the rows
    are shaped as estimates.chronicity_change. Rates are per 100 person-windows at risk.
    """
    rates = shares_by_place(windows, ["rule_id", "change_id"])
    per_100 = [(100.0 * pl.col(n)).alias(n) for n in ("share", "ci_low", "ci_high")]
    rows = rates.with_columns(
        *per_100, (pl.col("change_id") + "_rate").alias("measure_id"), pl.lit("").alias("reason")
    ).rename({"share": "estimate"})
    return _finished(pl.concat([rows, _trends(windows, rows)], how="diagonal"), "rule_id")


def overuse_rows(windows: pl.DataFrame) -> pl.DataFrame:
    """Shares over the limit, newly over and no longer over, shaped as estimates.medication_overuse.

    ``windows`` has one row per class_id and person-window, with is_over and was_over.
    """
    asked = {
        "overuse_share": windows.with_columns(is_hit=pl.col("is_over")),
        "overuse_new": windows.filter(~pl.col("was_over")).with_columns(is_hit=pl.col("is_over")),
        "overuse_reverted": windows.filter(pl.col("was_over")).with_columns(
            is_hit=~pl.col("is_over")
        ),
    }
    found = [
        shares_by_place(frame, ["class_id"])
        .rename({"share": "estimate"})
        .with_columns(measure_id=pl.lit(measure), reason=pl.lit(""))
        for measure, frame in asked.items()
    ]
    return _finished(pl.concat(found), "class_id")


def _trends(windows: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """One row per rule and change over all sites and windows, beside its rate."""
    rows = []
    whole = rates.filter(scope_id=EVERYTHING, window_id=EVERYTHING)
    for rate in whole.iter_rows(named=True):
        chosen = windows.filter(rule_id=rate["rule_id"], change_id=rate["change_id"])
        trend = window_trend(
            chosen["window_index"].to_numpy().astype("int64"),
            chosen["is_hit"].to_numpy(),
            chosen["person_id"].to_numpy(),
        )
        told = {"reason": trend.reason, "estimate": trend.ratio}
        told |= {"ci_low": trend.ci_low, "ci_high": trend.ci_high}
        rows.append({**rate, **told, "measure_id": f"{rate['change_id']}_trend"})
    return pl.DataFrame(rows, schema=rates.schema)


def _finished(rows: pl.DataFrame, first: str) -> pl.DataFrame:
    estimated = pl.col("estimate").is_not_null()
    return rows.select(
        first,
        "scope_id",
        "window_id",
        "measure_id",
        pl.when(estimated)
        .then(pl.lit("estimated"))
        .otherwise(pl.lit("not_estimable"))
        .alias("status"),
        "reason",
        "estimate",
        "ci_low",
        "ci_high",
        *_COUNTS,
        (pl.col("n_people") - pl.col("n_hit")).alias("n_without"),
    ).sort(first, "scope_id", "window_id", "measure_id")
