"""A mean over people, or a sum over another, with an error in which people are the unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from models.results import CONFIDENCE
from models.stream.person_days import FloatArray


@dataclass(frozen=True)
class Mean:
    """A value with its standard error and 95% interval, over so many people."""

    value: float
    standard_error: float
    ci_low: float
    ci_high: float
    n_people: int


def person_mean(
    top: FloatArray, bottom: FloatArray | None = None, *, highest: float = np.inf
) -> Mean | None:
    """Sum of ``top`` over sum of ``bottom``, each (people,); of ``top`` alone the mean.

    Error by linearisation, r = top/bottom: sqrt(n / (n - 1) sum (top - r bottom)^2) / sum bottom
    (Cochran, Sampling Techniques, 1977, 6.4), with Student's t of n - 1. The interval ends at 0
    and at ``highest``. None with fewer than two people or nothing below.
    """
    below = np.ones_like(top) if bottom is None else bottom
    n, total = len(top), float(below.sum())
    if n < 2 or total <= 0:
        return None
    value, error, reach = _linearised(top, below)
    return Mean(value, error, max(value - reach, 0.0), min(value + reach, highest), n)


def person_share(top: FloatArray, bottom: FloatArray) -> Mean | None:
    """A share: ``person_mean`` with an interval for people who may all be alike by chance.

    Where everybody's share is the same the error is 0, and says nothing of the next person. Two
    people with all and two with nothing, as heavy as the mean, are added for the interval (Agresti
    and Coull, Am Stat 1998;52:119), which always holds the share itself.
    """
    found = person_mean(top, bottom, highest=1.0)
    if found is None:
        return None
    weight = float(bottom.mean())
    middle, _, reach = _linearised(
        np.concatenate([top, [0.0, 0.0, weight, weight]]), np.concatenate([bottom, [weight] * 4])
    )
    low, high = max(min(middle - reach, found.value), 0.0), min(max(middle + reach, found.value), 1)
    return replace(found, ci_low=low, ci_high=high)


def _linearised(top: FloatArray, below: FloatArray) -> tuple[float, float, float]:
    """A ratio of sums, its standard error, and how far its 95% interval reaches."""
    n, total = len(top), float(below.sum())
    value = float(top.sum()) / total
    left = top - value * below
    error = float(np.sqrt(n / (n - 1) * np.sum(left**2))) / total
    return value, error, float(stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1)) * error
