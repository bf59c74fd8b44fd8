"""Which outcome the figures of factors speak of, and its name in words."""

from __future__ import annotations

import polars as pl

OUTCOMES = {
    "migraine_onset": "the onset of a migraine attack",
    "headache_onset": "the onset of a headache",
    "migraine_day": "a migraine day",
    "headache_day": "a headache day",
}
"""The outcomes by how much they say of migraine, the first most."""


def headline_outcome(rows: pl.DataFrame) -> str:
    """The first outcome of which a row is shown, the onset of migraine where none is."""
    shown = set(rows.filter(pl.col("status") == "ok")["outcome_id"])
    return next((name for name in OUTCOMES if name in shown), "migraine_onset")
