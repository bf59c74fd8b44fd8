"""Invented dose-responses and pairs of factors."""

from __future__ import annotations

import polars as pl

_PEOPLE_NEAR = {5.0: 8, 6.0: 15, 7.0: 240, 7.5: 300, 8.0: 260, 9.0: 90}
_PAIRS = (
    ("alcohol_any", "sleep_short", 180, "more_than_added"),
    ("cheese", "chocolate", 95, "no_interaction_shown"),
    ("cheese", "x_perfume", 6, "not_estimable"),
)
_MEASURES = {
    "interaction_ratio": (1.1, 0.8, 1.5),
    "excess_attacks": (3.2, 0.4, 6.0),
    "co_occurrence_lift": (1.05, 0.95, 1.16),
}


def dose_responses() -> pl.DataFrame:
    """One amount from few to many hours; near one amount so few people that it must be hidden."""
    rows = []
    for amount, people in _PEOPLE_NEAR.items():
        known = people >= 20
        rows.append(
            {
                "dose_id": "sleep_hours",
                "estimand_id": "within_person_amount",
                "outcome_id": "migraine_onset",
                "amount": amount,
                "label": "Hours of sleep",
                "unit": "h",
                "lag_days": 0,
                "reference_amount": 7.5,
                "form": "spline",
                "measure_id": "rate_ratio",
                "estimate": 1 + (amount - 7.5) ** 2 / 10 if known else None,
                "ci_low": 1 + (amount - 7.5) ** 2 / 20 if known else None,
                "ci_high": 1 + (amount - 7.5) ** 2 / 5 if known else None,
                "n_people": people,
                "n_days": people * 6,
                "n_sites": 12,
                "status": "ok" if known else "x",
                "n_attacks": people,
                "in_support": known,
                "share_of_days": 0.15,
                "p_any": 0.012,
                "q_any": 0.04,
                "p_not_straight": 0.02,
                "shape": "u",
                "shape_rule": "any effect at q 0.05, no straight line",
            }
        )
    return pl.DataFrame(rows, schema_overrides={"lag_days": pl.Int32})


def combinations() -> pl.DataFrame:
    """Three pairs, one of them with so few people that it must be hidden."""
    rows = []
    for first, second, people, reading in _PAIRS:
        for measure, (value, low, high) in _MEASURES.items():
            known = people >= 20
            tested = known and measure != "co_occurrence_lift"
            rows.append(
                {
                    "first_id": first,
                    "second_id": second,
                    "estimand_id": "within_person_together",
                    "outcome_id": "migraine_onset",
                    "measure_id": measure,
                    "estimate": value if known else None,
                    "ci_low": low if known else None,
                    "ci_high": high if known else None,
                    "n_people": people,
                    "n_days": people * 4,
                    "n_sites": 12,
                    "status": "ok" if known else "x",
                    "n_attacks": people // 2,
                    "p_value": 0.021 if tested else None,
                    "q_value": 0.08 if tested else None,
                    "share_together": 0.03 if known else None,
                    "fit": "one_step",
                    "reading": reading,
                    "reading_rule": "no departure is shown, at q 0.1",
                }
            )
    return pl.DataFrame(rows)
