"""Calibration in the large: do the days that came add up to the days that were expected?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from models.stream.person_days import FloatArray


@dataclass(frozen=True)
class Calibration:
    """Observed over expected days; 1 where they agree. None where nobody can say."""

    ratio: float | None
    ci_low: float | None
    ci_high: float | None
    n_people: int


def calibration_in_the_large(
    observed: FloatArray, expected: FloatArray, person: npt.NDArray[np.int64]
) -> Calibration:
    """sum(observed) / sum(expected) over rows, its interval clustered by person on the log scale.

    var(log R) = sum over people (x - R e)^2 / sum(x)^2 n / (n - 1); Student's t on n - 1.
    """
    _, row_of = np.unique(person, return_inverse=True)
    came = np.bincount(row_of, weights=observed)
    meant = np.bincount(row_of, weights=expected)
    n = len(came)
    if n < 2 or came.sum() <= 0 or meant.sum() <= 0:
        return Calibration(None, None, None, n)
    ratio = float(came.sum() / meant.sum())
    squares = float(np.sum((came - ratio * meant) ** 2))
    error = math.sqrt(squares * n / (n - 1)) / float(came.sum())
    reach = float(stats.t.ppf(0.975, n - 1)) * error
    return Calibration(ratio, ratio * math.exp(-reach), ratio * math.exp(reach), n)
