"""A mean over people, or a sum over another, with an error in which people are the unit."""

from __future__ import annotations

from dataclasses import dataclass

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
    value = float(top.sum()) / total
    left = top - value * below
    error = float(np.sqrt(n / (n - 1) * np.sum(left**2))) / total
    reach = float(stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1)) * error
    return Mean(value, error, max(value - reach, 0.0), min(value + reach, highest), n)
