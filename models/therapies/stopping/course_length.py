"""How long courses last, where the records of some end before the course does."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from models.stream.person_days import FloatArray

HALF = 0.5


@dataclass(frozen=True)
class MedianCourse:
    """The day by which half have stopped, with its 95% interval; None where not reached."""

    median: float | None
    ci_low: float | None
    ci_high: float | None


def median_course(days: FloatArray, is_stopped: npt.NDArray[np.bool_]) -> MedianCourse:
    """Kaplan-Meier's median of ``days`` (people,), those not stopped being known to last so long.

    The interval holds the days on which the log-log interval of the share still on it covers a
    half (Brookmeyer and Crowley, Biometrics 1982;38:29).
    """
    if not is_stopped.any():
        return MedianCourse(None, None, None)
    seen = stats.CensoredData(uncensored=days[is_stopped], right=days[~is_stopped])
    still_on = stats.ecdf(seen).sf
    # Where nobody or everybody has stopped the interval is undefined, and is never at a half.
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
        band = still_on.confidence_interval(method="log-log")
    return MedianCourse(
        _first_at_half(still_on.quantiles, still_on.probabilities),
        _first_at_half(band.low.quantiles, band.low.probabilities),
        _first_at_half(band.high.quantiles, band.high.probabilities),
    )


def _first_at_half(days: FloatArray, share: FloatArray) -> float | None:
    reached = np.flatnonzero(share <= HALF)
    return float(days[reached[0]]) if len(reached) else None
