"""Invented differences between people: one factor with responders, one without, three groups."""

from __future__ import annotations

import polars as pl

_SPREADS = {"x_pressure_drop": (1.02, 1.17, 0.13), "sleep_poor": (1.35, 1.21, None)}
_GROUPS = {"group_1": ("Much like everybody", 900), "group_2": ("More than others: Cheese", 8)}


def spread_rows() -> pl.DataFrame:
    """Rows of pub.trigger_person_spread before protection; a handful of people is among them."""
    rows = []
    for code, (typical, spread, responding) in _SPREADS.items():
        values = {
            "rate_ratio_typical": (typical, typical * 0.95, typical * 1.05, 1400),
            "rate_ratio_spread": (spread, 1.05, spread * 1.1, 1400),
            "cochran_q": (1512.4, None, None, 1400),
            "share_above_1_2": (0.14, 0.08, 0.21, 196),
            "share_clear_own": (0.005, 0.002, 0.01, 7),
            "share_clear_by_chance": (0.09, 0.08, 0.11, 1400),
            "share_responding": (responding, 0.09, 0.2, 182),
        }
        for measure, (value, low, high, counted) in values.items():
            rows.append(
                {
                    "trigger_id": code,
                    "estimand_id": "person_spread",
                    "outcome_id": "migraine_onset",
                    "band_id": "all",
                    "lag_days": 0,
                    "measure_id": measure,
                    "estimate": value,
                    "ci_low": None if value is None else low,
                    "ci_high": None if value is None else high,
                    "n_people": 1400,
                    "n_days": 210_000,
                    "n_sites": 12,
                    "status": "ok" if value is not None else "x",
                    "p_value": 0.0003 if measure == "rate_ratio_spread" else None,
                    "q_value": 0.0021 if measure == "rate_ratio_spread" else None,
                    "smallest_detectable": 1.12 if measure == "rate_ratio_spread" else None,
                    "n_counted": counted,
                    "n_people_in_all": 1400,
                    "n_attacks": 26_000,
                    "verdict": "people_differ" if responding is None else "some_people_respond",
                    "verdict_rule": "q 0.0021 against everybody alike",
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def phenotype_rows() -> pl.DataFrame:
    """Rows of pub.phenotype before protection; one group is too small to be shown."""
    rows = []
    for code, (label, people) in _GROUPS.items():
        for trigger, measure, value in (
            ("all", "share_people", people / 908),
            ("all", "attacks_per_28_days", 3.1),
            ("cheese", "rate_ratio", 1.02 if code == "group_1" else 1.4),
        ):
            rows.append(
                {
                    "phenotype_id": code,
                    "estimand_id": "person_profile",
                    "outcome_id": "migraine_onset",
                    "feature_id": trigger,
                    "label": label,
                    "measure_id": measure,
                    "estimate": value,
                    "ci_low": value * 0.9,
                    "ci_high": value * 1.1,
                    "n_people": people,
                    "n_days": people * 150,
                    "n_sites": 12,
                    "status": "ok",
                    "n_people_in_all": 908,
                    "n_attacks": people * 19,
                    "verdict": "groups_supported",
                    "verdict_rule": "2 groups by BIC; odd and even days agree on them by 0.41",
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)
