"""How sure a figure is: the same figure over people drawn anew, with all their months."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from models.forecast.person_months import Floats, Integers

DRAWS = 200
SEED = 20261121
Statistic = Callable[["Floats"], "Floats"]
"""From sums over people (..., columns) to one figure each."""


def sums_of_people(person: Integers, columns: Floats) -> Floats:
    """Sums (people, columns) of each person's rows (rows, columns)."""
    _, number = np.unique(person, return_inverse=True)
    return np.column_stack([np.bincount(number, column) for column in columns.T])


def figure_of_people(sums: Floats, statistic: Statistic) -> tuple[float, float, float]:
    """The figure and its 95% interval by a seeded bootstrap of people.

    NaN where there is nothing to divide by; the interval leaves such draws out.
    """
    draw = np.random.default_rng([SEED, len(sums)])
    totals = np.empty((DRAWS, sums.shape[1]))
    for place in range(DRAWS):
        drawn = np.bincount(draw.integers(len(sums), size=len(sums)), minlength=len(sums))
        totals[place] = drawn @ sums
    with np.errstate(divide="ignore", invalid="ignore"):
        figure = float(statistic(sums.sum(axis=0)))
        again = statistic(totals)
    again = again[np.isfinite(again)]
    if not np.isfinite(figure) or not again.size:
        return float("nan"), float("nan"), float("nan")
    low, high = np.quantile(again, [0.025, 0.975])
    return figure, float(low), float(high)
