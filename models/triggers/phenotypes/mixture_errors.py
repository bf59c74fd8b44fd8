"""Standard errors of a mixture's weights, means and variances, from each person's own gradient.

The covariance of maximum likelihood estimates is the inverse of sum_i g_i g_i', where g_i is person
i's gradient of the log-likelihood (Berndt, Hall, Hall and Hausman, Ann Econ Soc Meas 1974;3:653).
That the groups of people are not known for certain is in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.stream.person_days import FloatArray
from models.triggers.phenotypes.deconvolved_mixture import LEAST_VARIANCE, Mixture
from models.triggers.phenotypes.person_profiles import Profiles


@dataclass(frozen=True, eq=False)
class MixtureErrors:
    """Standard errors: ``means`` (groups, factors), ``weights`` (groups,), ``variance`` (factors,).

    A variance at its floor has no error (NaN): it is as good as zero.
    """

    means: FloatArray
    weights: FloatArray
    variance: FloatArray


def mixture_errors(profiles: Profiles, fit: Mixture) -> MixtureErrors:
    """Errors of every number of the fit."""
    groups, factors = fit.means.shape
    precision = 1 / fit.variance
    covariance = np.linalg.inv(profiles.information + np.diag(precision))
    pulled = np.einsum("ijk,ik->ij", covariance, profiles.score)
    free = fit.variance > LEAST_VARIANCE
    by_mean, by_variance = [], np.zeros(profiles.score.shape)
    for group, mean in enumerate(fit.means):
        member = fit.memberships[:, [group]]
        apart = pulled + covariance @ (precision * mean) - mean
        by_mean.append(member * apart * precision)
        second = apart**2 + np.einsum("ijj->ij", covariance)
        by_variance += member * (second * precision**2 - precision) / 2
    by_weight = (fit.memberships - fit.weights)[:, 1:]
    gradient = np.concatenate([*by_mean, by_variance[:, free], by_weight], axis=1)
    whole = np.linalg.pinv(gradient.T @ gradient, hermitian=True)
    variance = np.full(factors, np.nan)
    variance[free] = np.diag(whole)[groups * factors : groups * factors + int(free.sum())]
    # The weights are a softmax whose first entry is fixed at 0.
    turn = (np.diag(fit.weights) - np.outer(fit.weights, fit.weights))[:, 1:]
    first = gradient.shape[1] - (groups - 1)
    of_weights = turn @ whole[first:, first:] @ turn.T
    return MixtureErrors(
        means=np.sqrt(np.diag(whole)[: groups * factors].reshape(groups, factors)),
        weights=np.sqrt(np.diag(of_weights)),
        variance=np.sqrt(variance),
    )
