"""Invented findings about a forecast: two sites, one of them too small to be shown."""

from __future__ import annotations

import polars as pl

_SLICES = (
    ("all", "all", 900),
    ("sex", "female", 760),
    ("sex", "male", 140),
    ("site", "site-a", 880),
    ("site", "site-c", 8),
    ("site", "site-d", 12),
)
_VALIDATIONS = ("held-out people", "forward in time", "left-out sites", "rows at random")
_FEATURES = ("attack_rate_1", "stress", "on_preventive")


def metric_rows() -> pl.DataFrame:
    return _frame(
        {
            **_place(validation, kind, level),
            "baseline": baseline,
            "measure_id": measure,
            **_found(value, people),
        }
        for validation in _VALIDATIONS
        for kind, level, people in _SLICES
        for baseline, measure, value in (
            ("none", "deviance_explained", 0.41),
            ("none", "interval_coverage", 0.9),
            ("own mean so far", "deviance_saved", 0.12),
        )
    )


def calibration_rows() -> pl.DataFrame:
    return _frame(
        {
            **_place(validation, kind, level),
            "forecast_bin": fifth,
            "expected_days": 5.0,
            "measure_id": "observed_over_expected",
            **_found(1.02, people),
        }
        for validation in _VALIDATIONS
        for kind, level, people in _SLICES
        for fifth in ("all", "lowest fifth", "highest fifth")
    )


def influence_rows() -> pl.DataFrame:
    return _frame(
        {
            "model_id": "attack_days_next_28",
            "influence_kind": kind,
            "feature_id": feature,
            "value_set": value,
            "measure_id": measure,
            **_found(found, 180),
            "claim": "association, for prediction only: never a cause",
        }
        for feature in _FEATURES
        for kind, value, measure, found in (
            ("one feature shuffled", "none", "deviance_lost", 0.03),
            ("set for everybody", "1", "forecast_days", 6.1),
            ("set for everybody", "5", "forecast_days", 6.4),
        )
    )


def _place(validation: str, kind: str, level: str) -> dict[str, str]:
    return {
        "model_id": "attack_days_next_28",
        "validation": validation,
        "slice_kind": kind,
        "slice_level": level,
    }


def _found(value: float, people: int) -> dict[str, object]:
    return {
        "estimate": value,
        "ci_low": value * 0.95,
        "ci_high": value * 1.05,
        "n_people": people,
        "n_days": people * 190,
        "n_sites": 12,
        "status": None,
        "n_months": people * 8,
        "reason": None,
    }


def _frame(rows: object) -> pl.DataFrame:
    text = {"status": pl.String, "reason": pl.String}
    return pl.DataFrame(list(rows), schema_overrides=text)
