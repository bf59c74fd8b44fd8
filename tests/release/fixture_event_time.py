"""Invented findings window by window around a start, and how long courses last."""

from __future__ import annotations

import polars as pl

WINDOWS = range(-6, 6)
_COMPARISONS = (
    ("omt", "dry_needling", 0.8, 620),
    ("omt", "no_start", 1.6, 900),
    ("dry_needling", "no_start", 0.3, 410),
    ("preventive_cgrp_mab", "no_start", 2.2, 8),
)
_STOPPED = (("omt", 900, 310, 0.34), ("dry_needling", 400, 6, 0.98))
_DIP = {-3: 0.4, -2: 0.9, -1: 2.1, 0: 0.6}
_RAMP = {0: 0.2, 1: 0.7}
RULE = "the bands of both methods lie below zero from days 28 to 55 on"


def event_time_rows() -> pl.DataFrame:
    """Four comparisons, one with so few people that it must be hidden, and one stop."""
    rows = []
    for therapy, comparator, effect, people in _COMPARISONS:
        responds = effect > 0.5
        for window in WINDOWS:
            gain = -effect * _RAMP.get(window, 1.0) if window >= 0 else 0.0
            expected = 11.0 + _DIP.get(window, 0.0)
            few = (therapy, comparator) == ("dry_needling", "no_start") and window == 5
            shared = {
                "therapy_id": therapy,
                "comparator_id": comparator,
                "event_window": window,
                "n_people": 30 if few else people - max(window, 0),
                "n_comparator": 3 * people,
                "responds_from_day": 28 if responds else None,
                "response_rule": RULE if responds else "the bands do not both lie below zero",
                "is_known": not few,
            }
            change = gain + _DIP.get(window, 0.0) if window < 0 else gain
            numbers = [
                ("event_did", "mmd_window_difference", change, None),
                ("event_did", "mmd_expected", expected, None),
                ("event_aipw", "mmd_expected", expected, None),
                ("starters_only", "mmd_observed", expected + gain, expected),
            ]
            if window >= 0:
                numbers.append(("event_aipw", "mmd_window_difference", gain, None))
                fall = expected - 12.1
                numbers.append(("starters_only", "mmd_change", fall + gain, fall))
            rows += [_row(shared, *one) for one in numbers]
    after = {"therapy_id": "omt", "comparator_id": "omt", "n_people": 210, "n_comparator": 400}
    said = {"responds_from_day": None, "response_rule": None, "is_known": True}
    rows += [
        _row(
            after | said | {"event_window": window},
            "after_stop",
            "mmd_window_difference",
            0.2 * window,
            None,
        )
        for window in range(6)
    ]
    return pl.DataFrame(
        rows, schema_overrides={"status": pl.String, "n_days": pl.Int64}, infer_schema_length=None
    )


def _row(
    shared: dict, estimand: str, measure: str, value: float, without: float | None
) -> dict[str, object]:
    window, is_known = shared["event_window"], shared["is_known"]
    half = 12 / shared["n_people"] ** 0.5
    number = {
        "estimate": value,
        "ci_low": value - half,
        "ci_high": value + half,
        "band_low": value - 1.4 * half,
        "band_high": value + 1.4 * half,
        "without_start": without,
        "smallest_detectable": 1.43 * half,
    }
    return {
        **{name: kept for name, kept in shared.items() if name != "is_known"},
        "estimand_id": estimand,
        "measure_id": measure,
        "window_first_day": 28 * window,
        "window_last_day": 28 * window + 27,
        **(number if is_known else dict.fromkeys(number)),
        "n_days": None,
        "n_sites": 12,
        "status": None if is_known else "x",
        "reason": None if is_known else "fewer than 50 comparable people of an arm are known",
    }


def course_length_rows() -> pl.DataFrame:
    """Two therapies; of one so few have stopped that their share must be hidden."""
    rows = [
        {
            "therapy_id": therapy,
            "estimand_id": "course",
            "measure_id": measure,
            "estimate": value,
            "ci_low": value * 0.9,
            "ci_high": value * 1.1,
            "n_people": people,
            "n_days": None,
            "n_sites": 12,
            "status": None,
            "n_in_smaller_part": smaller,
            "reason": None,
        }
        for therapy, people, smaller, share in _STOPPED
        for measure, value in (("stopped_by_day_84", share), ("course_weeks_median", 19.0))
    ]
    none_yet = {"status": pl.String, "n_days": pl.Int64, "reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=none_yet)
