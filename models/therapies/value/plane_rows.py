"""What a comparison costs and avoids, as rows: one per currency and measure."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl

from models.therapies.bracket.bracket_results import Difference
from models.therapies.bracket.sides import FEWEST_STARTERS
from models.therapies.value.known_costs import (
    NO_CURRENCY,
    SENT_BY_NOBODY,
    KnownCosts,
    known_costs,
    mixed_sentence,
)
from models.therapies.value.plane import Plane, cost_and_days

SEED = 20261121
WILLING = (25, 50, 100, 200)
"""Prices of a migraine day avoided at which somebody may call a therapy worth it, an assumption."""
FEWEST_PRICED = 0.8
RATIO = "cost_per_day_avoided"
HEADLINES = ("incremental_cost", RATIO)
"""The rows that stand for a comparison of which nothing is known."""


def plane_rows(
    people: pl.DataFrame, sites: pl.DataFrame, therapy: str, comparator: str
) -> pl.DataFrame:
    """Rows of one comparison shaped as estimates.therapy_value.

    ``people`` are rows of a trial with what ``known_costs`` asks for. Where no currency remains two
    rows say why.
    """
    pair = {"therapy_id": therapy, "comparator_id": comparator}
    rows: list[dict[str, Any]] = []
    for known in known_costs(people, sites):
        # One seed for all: a group of one leaf must say what the leaf says.
        rows += [pair | row for row in _of_currency(known, np.random.default_rng(SEED))]
    return value_frame(rows) if rows else unknown_rows(therapy, comparator, why_unknown(sites))


def unknown_rows(therapy: str, comparator: str, reason: str) -> pl.DataFrame:
    """The two rows of a comparison whose costs nobody knows."""
    empty = {"therapy_id": therapy, "comparator_id": comparator, "currency": NO_CURRENCY}
    return value_frame(
        [empty | {"measure_id": name} | _not_estimable(reason, 0, 0, 0) for name in HEADLINES]
    )


def why_unknown(sites: pl.DataFrame) -> str:
    """Why nothing is known of what a therapy costs."""
    if sites.is_empty():
        return SENT_BY_NOBODY
    return mixed_sentence(sites) or "nobody was followed for 84 days where costs are sent"


def value_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows with the types of estimates.therapy_value, even where all of a column is empty."""
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA = {
    "therapy_id": pl.String,
    "comparator_id": pl.String,
    "currency": pl.String,
    "measure_id": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "estimate": pl.Float64,
    "standard_error": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "n_people": pl.Int64,
    "n_comparator": pl.Int64,
    "n_sites": pl.Int64,
    "priced_share": pl.Float64,
}


def _of_currency(known: KnownCosts, draws: np.random.Generator) -> list[dict[str, Any]]:
    arms = known.people.group_by("arm").agg(pl.col("person_id").n_unique())
    counted = dict(arms.iter_rows())
    counts = (counted.get(1, 0), counted.get(0, 0), known.people["site_code"].n_unique())
    shared = {"currency": known.currency, "priced_share": known.priced_share}
    reason, plane = "", None
    if known.priced_share < FEWEST_PRICED:
        reason = "of fewer than 8 in 10 people every charge is known"
    else:
        plane = cost_and_days(known.people, draws)
        if plane is None:
            reason = f"fewer than {FEWEST_STARTERS} people of an arm with known costs"
    if plane is None:
        return [
            {"measure_id": name} | _not_estimable(reason, *counts) | shared for name in HEADLINES
        ]
    n_a, n_b = plane.cost.n_started_a, plane.cost.n_started_b
    found = {
        "incremental_cost": _difference(plane.cost),
        "migraine_days_avoided": _difference(plane.avoided),
        RATIO: price_of_a_day(plane),
    }
    found |= {name: _estimated(share) for name, share in plane.quadrants.items()}
    found |= {f"probability_worth_{price}": _estimated(plane.worth(price)) for price in WILLING}
    counts = (n_a, n_b, counts[2])
    return [{"measure_id": name} | shared | _counts(*counts) | row for name, row in found.items()]


def price_of_a_day(plane: Plane) -> dict[str, Any]:
    """A price only where it has one: days are avoided beyond chance, and not for less money."""
    if plane.avoided.ci_low <= 0:
        return _without("the interval of migraine days avoided reaches 0, so no price has bounds")
    if plane.cost.difference <= 0:
        return _without("it avoids migraine days and costs no more: a day avoided has no price")
    low, high = plane.ratio_interval
    if not (math.isfinite(low) and math.isfinite(high)):
        return _without("so many draws avoid no migraine day that no price has bounds")
    return _estimated(plane.ratio) | {"ci_low": low, "ci_high": high}


def _difference(side: Difference) -> dict[str, Any]:
    return _estimated(side.difference) | {
        "standard_error": side.standard_error,
        "ci_low": side.ci_low,
        "ci_high": side.ci_high,
    }


def _estimated(value: float) -> dict[str, Any]:
    return {"status": "estimated", "reason": "", "estimate": value}


def _without(reason: str) -> dict[str, Any]:
    return {"status": "not_estimable", "reason": reason}


def _not_estimable(reason: str, n_a: int, n_b: int, n_sites: int) -> dict[str, Any]:
    return _without(reason) | _counts(n_a, n_b, n_sites)


def _counts(n_a: int, n_b: int, n_sites: int) -> dict[str, Any]:
    return {"n_people": n_a, "n_comparator": n_b, "n_sites": n_sites}
