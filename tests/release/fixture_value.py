"""Invented costs of two therapies, with a currency in which few people's costs are known."""

from __future__ import annotations

import polars as pl

_ALONE = {
    "sessions_per_person": ("none", 5.4),
    "satisfaction_mean": ("none", 8.1),
    "cost_per_28_days": ("EUR", 137.2),
    "cost_per_course": ("EUR", 512.3),
    "covered_share": ("EUR", 0.36),
}
_COMPARED = {
    "incremental_cost": 182.4,
    "migraine_days_avoided": 2.9,
    "share_dominant": 0.0,
    "share_dearer_better": 0.98,
    "share_cheaper_worse": 0.0,
    "share_dominated": 0.02,
    "probability_worth_25": 0.03,
    "probability_worth_50": 0.21,
    "probability_worth_100": 0.88,
    "probability_worth_200": 0.97,
}
_UNSETTLED = "whether it avoids migraine days of its own is not settled"


def value_rows() -> pl.DataFrame:
    """Rows of pub.therapy_value before protection."""
    rows = [
        _row((therapy, "none"), currency, measure, value, people)
        for therapy, people in (("omt", 410), ("dry_needling", 9))
        for measure, (currency, value) in _ALONE.items()
    ]
    for comparator, people in (("dry_needling", 240), ("no_start", 320)):
        rows += [
            _row(("omt", comparator), "EUR", measure, value, people)
            for measure, value in _COMPARED.items()
        ]
        price = _row(("omt", comparator), "EUR", "cost_per_day_avoided", None, people)
        rows.append(price | {"status": "x", "reason": _UNSETTLED})
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("n_days").cast(pl.Int64)
    )


def _row(
    pair: tuple[str, str], currency: str, measure: str, value: float | None, people: int
) -> dict[str, object]:
    therapy, comparator = pair
    is_alone = comparator == "none"
    return {
        "therapy_id": therapy,
        "comparator_id": comparator,
        "estimand_id": "charged" if is_alone else "cost_and_effect",
        "currency": currency,
        "measure_id": measure,
        "estimate": value,
        "ci_low": None if value is None else value * 0.8,
        "ci_high": None if value is None else min(value * 1.2, 600.0),
        "n_people": people,
        "n_days": None,
        "n_sites": 5,
        "status": "ok",
        "n_comparator": people if is_alone else 260,
        "priced_share": None if currency == "none" else 0.97,
        "verdict": None if is_alone else "not_settled",
        "reason": None,
    }
