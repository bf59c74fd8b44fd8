"""Rows of pub.burden_site_window as they come before protection."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW


def burden(*rows: dict[str, Any]) -> pl.DataFrame:
    """One row per dict; what a dict leaves out is filled with an ordinary value."""
    ordinary = {
        "site_id": "site-a",
        "window_kind": "calendar",
        "window_start": date(2026, 1, 5),
        "measure_id": "mmd_mean",
        "estimate": 5.678,
        "ci_low": 5.004,
        "ci_high": 6.351,
        "n_people": 250,
        "n_days": 5003,
        "n_sites": 1,
        "status": None,
    }
    kinds = {"status": pl.String, "estimate": pl.Float64, "n_people": pl.Int64}
    return pl.DataFrame(
        [{**ordinary, "window_index": number, **row} for number, row in enumerate(rows)],
        schema_overrides=kinds,
    ).select(
        [name for name in BURDEN_SITE_WINDOW.column_names if name in {*ordinary, "window_index"}]
    )
