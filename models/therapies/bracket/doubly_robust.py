"""The effect of A against B among starters of A, right when either nuisance model is right."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference, difference
from models.therapies.bracket.clustered_error import clustered_error
from models.therapies.bracket.nuisances import Nuisances
from models.therapies.bracket.overlap import inside_bounds, odds
from models.therapies.bracket.people_counted import people_by_arm


def augmented_difference(
    outcome: FloatArray,
    arm: npt.NDArray[np.int64],
    nuisances: Nuisances,
    person_id: npt.NDArray[np.int64],
) -> Difference:
    """Cross-fitted AIPW for the average effect on those who started A, after trimming.

    tau = mean of [A (Y - m(X)) - (1 - A) e(X) / (1 - e(X)) (Y - m(X))] / P(A = 1), with e the
    propensity and m the outcome expected under B; the error is that of the influence function's
    mean, clustered by person (Chernozhukov et al., Econom J 2018;21:C1, ATTE score).
    """
    kept = inside_bounds(nuisances.propensity)
    started = arm[kept].astype(np.float64)
    residual = outcome[kept] - nuisances.untreated[kept]
    signal = residual * (started - (1 - started) * odds(nuisances.propensity[kept]))
    effect = float(signal.sum() / started.sum())
    influence = (signal - started * effect) / started.mean()
    error = clustered_error(influence, person_id[kept])
    return difference(effect, error, *people_by_arm(arm[kept], person_id[kept]))


def confounding_scale(
    outcome: FloatArray, arm: npt.NDArray[np.int64], nuisances: Nuisances
) -> float:
    """S: the bias of hidden confounding is at most S r / sqrt(1 - r), see ``robustness_value``.

    S^2 = sigma^2 nu^2 after trimming: sigma^2 is the variance that outcome model and effect leave
    unexplained, nu^2 the second moment of the weights, both as in Chernozhukov et al. (NBER
    2022:30302) for the effect on the treated, the effect taken as the same for all of them. 0 where
    nothing is left unexplained or the weights give no moment.
    """
    kept = inside_bounds(nuisances.propensity)
    started = arm[kept].astype(np.float64)
    propensity = nuisances.propensity[kept]
    share = started.mean()
    weight = odds(propensity)
    residual = outcome[kept] - nuisances.untreated[kept]
    signal = residual * (started - (1 - started) * weight)
    left = residual - started * signal.sum() / started.sum()
    representer = (started - (1 - started) * weight) / share
    moment = 2 * started / (share**2 * (1 - propensity)) - representer**2
    return float(np.sqrt(max(np.mean(left**2) * np.mean(moment), 0.0)))
