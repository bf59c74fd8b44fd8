"""Wald tests of several coefficients at once, with a person-clustered covariance."""

from __future__ import annotations

import numpy as np
from scipy import linalg, stats

from models.stream.person_days import FloatArray


def wald_p_value(coefficients: FloatArray, covariance: FloatArray, n_people: int) -> float | None:
    """Are all coefficients zero? None without coefficients, or with too few people to say.

    W = b' V^-1 b; (G - k) / (k (G - 1)) W ~ F(k, G - k) over G people (Hotelling), for k = 1 the
    square of the t with G - 1 degrees of freedom that single estimates use.
    """
    k = len(coefficients)
    if k == 0 or n_people <= k:
        return None
    error = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(error, error)
    if np.linalg.matrix_rank(correlation, hermitian=True) < k:
        return None
    z = coefficients / error
    distance = float(z @ linalg.solve(correlation, z, assume_a="pos"))
    scaled = distance * (n_people - k) / (k * (n_people - 1))
    return float(stats.f.sf(scaled, k, n_people - k))


def off_line_p_value(
    coefficients: FloatArray, covariance: FloatArray, line: FloatArray, n_people: int
) -> float | None:
    """Do the coefficients leave every multiple of ``line``? None where there is but one of them."""
    across = linalg.null_space(line[np.newaxis, :]).T
    return wald_p_value(across @ coefficients, across @ covariance @ across.T, n_people)
