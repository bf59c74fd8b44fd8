"""An invented course of the illness, with a site where few people turned chronic."""

from __future__ import annotations

import polars as pl


def change_rows() -> pl.DataFrame:
    """Rows of pub.chronicity_change before protection."""
    rows = [
        _row(scope, window, rate, people, hit) | {"rule_id": rule, "measure_id": f"{change}_rate"}
        for rule, times in (("three_windows", 1.0), ("one_window", 6.0))
        for change, rate in (("chronification", 1.4 * times), ("reversion", 5.2 * times))
        for scope, window, people, hit in (
            ("all", "all", 2400, 160),
            ("all", "2026-05-04", 1900, 140),
            ("all", "2026-06-01", 2100, 31),
            ("site-a", "all", 400, 26),
            ("site-b", "all", 1960, 130),
            ("site-c", "all", 40, 4),
        )
    ]
    trend = _row("all", "all", 0.97, 2400, 160)
    trend |= {"rule_id": "three_windows", "measure_id": "chronification_trend"}
    frame = pl.DataFrame([*rows, trend])
    return frame.rename({"n_hit": "n_changed", "n_without": "n_unchanged"})


def overuse_rows() -> pl.DataFrame:
    """Rows of pub.medication_overuse before protection."""
    return pl.DataFrame(
        [
            _row(scope, "all", share, people, hit) | {"class_id": "triptan", "measure_id": measure}
            for measure, share in (("overuse_share", 0.11), ("overuse_new", 0.03))
            for scope, people, hit in (("all", 2400, 260), ("site-b", 2360, 257), ("site-c", 40, 3))
        ]
    )


def _row(scope: str, window: str, value: float, people: int, hit: int) -> dict[str, object]:
    return {
        "scope_id": scope,
        "window_id": window,
        "estimate": value,
        "ci_low": value * 0.9,
        "ci_high": value * 1.1,
        "n_people": people,
        "n_days": people * 180,
        "n_sites": 12 if scope == "all" else 1,
        "status": "ok",
        "n_hit": hit,
        "n_without": people - hit,
        "n_windows": people * 7,
    }
