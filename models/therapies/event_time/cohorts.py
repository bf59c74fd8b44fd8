"""Cohorts: who entered a trial in the same calendar windows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FEWEST_IN_COHORT = 20
"""Rows of either arm in a cohort. A weighted mean over fewer fits itself, and the error with it."""


def merged_cohorts(
    month: npt.NDArray[np.int64],
    arm: npt.NDArray[np.int64],
    fewest: int = FEWEST_IN_COHORT,
) -> npt.NDArray[np.intp]:
    """Cohort (rows,) from 0 on: calendar windows, merged forward until both arms have ``fewest``.

    What is left over at the end joins the last cohort; with too few rows in all there is one.
    """
    months, place = np.unique(month, return_inverse=True)
    in_a = np.bincount(place, weights=arm, minlength=len(months))
    in_b = np.bincount(place, minlength=len(months)) - in_a
    cohort_of = np.zeros(len(months), dtype=np.intp)
    cohort, a, b = 0, 0.0, 0.0
    for position in range(len(months)):
        if min(a, b) >= fewest:
            cohort, a, b = cohort + 1, 0.0, 0.0
        cohort_of[position] = cohort
        a, b = a + in_a[position], b + in_b[position]
    if min(a, b) < fewest and cohort > 0:
        cohort_of[cohort_of == cohort] = cohort - 1
    return cohort_of[place]
