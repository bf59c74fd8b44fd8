"""The error of a mean of influences where some of them belong to one person."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray


def clustered_error(influence: FloatArray, person_id: npt.NDArray[np.int64]) -> float:
    """Standard error of the mean of ``influence`` (rows,), summed by person before squaring.

    sqrt(sum over people of (sum of their influences)^2) / rows; with one row a person the root
    mean square over sqrt(rows).
    """
    _, row_of = np.unique(person_id, return_inverse=True)
    by_person = np.bincount(row_of, weights=influence)
    return float(np.sqrt(np.sum(by_person**2)) / len(influence))
