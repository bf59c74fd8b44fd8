"""Estimates by window with their errors: pointwise intervals and a band that holds all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from models.stream.person_days import FloatArray
from models.therapies.event_time.cohort_difference import CohortDifference
from models.therapies.event_time.simultaneous_band import band_multiple

_NORMAL = float(stats.norm.ppf(0.975))


@dataclass(frozen=True)
class WindowEstimate:
    """One number of one window, in migraine days per 28, with its 95% interval and band."""

    estimate: float
    standard_error: float
    ci_low: float
    ci_high: float
    band_low: float
    band_high: float


@dataclass(frozen=True, eq=False)
class Influenced:
    """A number and the share of each row of the trial in its error (rows,)."""

    value: float
    influence: FloatArray

    def minus(self, other: Influenced) -> Influenced:
        """The difference of two numbers of the same rows."""
        return Influenced(self.value - other.value, self.influence - other.influence)


ByWindow = dict[int, WindowEstimate]
"""Estimates of one number by window."""


def on_all_rows(rows: npt.NDArray[np.bool_], found: CohortDifference) -> Influenced:
    """A difference among some ``rows`` of a trial, its influence spread over all of them."""
    spread = np.zeros(len(rows))
    spread[rows] = found.influence
    return Influenced(found.difference, spread)


def window_estimates(found: Mapping[int, Influenced], person_id: npt.NDArray[np.int64]) -> ByWindow:
    """Every window's estimate; the band holds all of ``found`` together. Clustered by person."""
    if not found:
        return {}
    _, row_of = np.unique(person_id, return_inverse=True)
    sums = np.column_stack([np.bincount(row_of, weights=one.influence) for one in found.values()])
    covariance = np.asarray(sums.T @ sums, dtype=np.float64)
    multiple = band_multiple(covariance)
    errors = np.sqrt(np.diag(covariance))
    return {
        window: WindowEstimate(
            one.value,
            float(error),
            one.value - _NORMAL * float(error),
            one.value + _NORMAL * float(error),
            one.value - multiple * float(error),
            one.value + multiple * float(error),
        )
        for (window, one), error in zip(found.items(), errors, strict=True)
    }
