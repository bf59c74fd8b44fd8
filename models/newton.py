"""Newton steps and the sandwich variance, over the factors that are in the model."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from models.conditional_poisson import LikelihoodSums
from models.person_days import FloatArray


def newton_step(
    sums: LikelihoodSums, kept: tuple[int, ...], damping: FloatArray | None = None
) -> tuple[FloatArray, float]:
    """The step (factors,), zero outside ``kept``, and its decrement g' H^-1 g.

    The decrement is the squared length of the step in model standard errors. ``damping`` (factors,)
    is added to the diagonal of H.
    """
    step = np.zeros(len(sums.gradient))
    if not kept:
        return step, 0.0
    information = _kept(sums.information, kept)
    if damping is not None:
        information = information + np.diag(damping[list(kept)])
    gradient = sums.gradient[list(kept)]
    step[list(kept)] = linalg.solve(information, gradient, assume_a="pos")
    return step, float(gradient @ step[list(kept)])


def sandwich(sums: LikelihoodSums, kept: tuple[int, ...]) -> FloatArray:
    """H^-1 M H^-1 x G / (G - 1), (kept, kept), over the G people in the sums.

    The factor G / (G - 1) is the CR1 correction without its share for the number of factors.
    """
    if not kept:
        return np.zeros((0, 0))
    bread = linalg.inv(_kept(sums.information, kept), assume_a="pos")
    variance = bread @ _kept(sums.meat, kept) @ bread
    return np.asarray(variance * (sums.n_people / max(sums.n_people - 1, 1)))


def _kept(matrix: FloatArray, kept: tuple[int, ...]) -> FloatArray:
    return matrix[np.ix_(kept, kept)]
