"""A fit judged by sums that something else calculated at the same point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.triggers.likelihood.likelihood_sums import LikelihoodSums
from models.triggers.likelihood.newton import Ascent, sandwich
from models.triggers.within_person import WithinPersonFit

AGREEMENT = 1e-6


@dataclass(frozen=True)
class Audit:
    """How far a fit and its second calculation are apart, over the factors in the model.

    ``coefficient_difference`` is the largest difference of a coefficient in standard errors,
    ``error_difference`` the largest relative difference of a standard error; ``n_people``
    contributed by the second calculation. ``agrees`` where both are at most 1e-6 and the people are
    as many.
    """

    n_factors: int
    n_people: int
    coefficient_difference: float
    error_difference: float
    agrees: bool


def audit_fit(fit: WithinPersonFit, second: Mapping[str, float | None]) -> Audit:
    """Compare the estimates with what ``second`` leads to by one Newton step and its sandwich.

    ``second`` holds n_people, log_likelihood, g_j, h_j_k and m_j_k (j <= k) as calculated at the
    fit's expansion point, None where there was nobody.
    """
    sums = _sums(second, len(fit.estimates))
    if not fit.kept:
        agrees = sums.n_people == fit.n_contributing
        return Audit(0, sums.n_people, 0.0, 0.0, agrees=agrees)
    ascent = Ascent(fit.expansion_point, sums, fit.kept)
    errors = np.sqrt(np.diag(sandwich(sums, fit.kept).covariance))
    first = Ascent(fit.expansion_point, fit.total, fit.kept)
    first_errors = np.sqrt(np.diag(fit.covariance))
    inside = list(fit.kept)
    apart = float(np.max(np.abs(first.ahead - ascent.ahead)[inside] / first_errors))
    errors_apart = float(np.max(np.abs(errors / first_errors - 1)))
    agrees = (
        apart <= AGREEMENT and errors_apart <= AGREEMENT and sums.n_people == fit.n_contributing
    )
    return Audit(len(inside), sums.n_people, apart, errors_apart, agrees=agrees)


def _sums(second: Mapping[str, float | None], n_factors: int) -> LikelihoodSums:
    information, meat = np.zeros((n_factors, n_factors)), np.zeros((n_factors, n_factors))
    for j in range(n_factors):
        for k in range(j, n_factors):
            information[j, k] = information[k, j] = second[f"h_{j}_{k}"] or 0.0
            meat[j, k] = meat[k, j] = second[f"m_{j}_{k}"] or 0.0
    return LikelihoodSums(
        log_likelihood=float(second["log_likelihood"] or 0.0),
        gradient=np.array([second[f"g_{j}"] or 0.0 for j in range(n_factors)]),
        information=information,
        meat=meat,
        n_people=int(second["n_people"] or 0),
    )
