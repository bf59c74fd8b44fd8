"""The natural cubic spline: smooth between its knots, a straight line beyond the outer two.

Basis of truncated powers (Stone and Koo 1985; Harrell, Regression Modeling Strategies, 2.4.5),
divided by the squared distance of the outer knots so that every column is in the unit of x:

    column 1: x
    column j: [ (x-t_j)+^3 - (x-t_{k-1})+^3 (t_k-t_j)/(t_k-t_{k-1})
                + (x-t_k)+^3 (t_{k-1}-t_j)/(t_k-t_{k-1}) ] / (t_k-t_1)^2    for j = 1 .. k-2
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.stream.person_days import FloatArray

FEWEST_KNOTS = 3


def natural_spline(x: FloatArray, knots: Sequence[float]) -> FloatArray:
    """The basis (knots - 1, len(x)); NaN where x is NaN. The first column is x itself.

    Raises ValueError for fewer than three knots, or knots that do not rise.
    """
    t = np.asarray(knots, dtype=np.float64)
    if len(t) < FEWEST_KNOTS or np.any(np.diff(t) <= 0):
        raise ValueError(f"a natural spline needs at least {FEWEST_KNOTS} rising knots")
    cubes = np.maximum(x[np.newaxis, :] - t[:, np.newaxis], 0.0) ** 3
    last = t[-1] - t[-2]
    curved = [
        cubes[j] - cubes[-2] * (t[-1] - t[j]) / last + cubes[-1] * (t[-2] - t[j]) / last
        for j in range(len(t) - 2)
    ]
    return np.vstack([x, *(column / (t[-1] - t[0]) ** 2 for column in curved)])
