"""The effect of A against B among starters of A, right when either nuisance model is right."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.therapies.nuisances import Nuisances
from models.therapies.overlap import inside_bounds, odds
from models.therapies.therapy_results import Difference, difference


def augmented_difference(
    outcome: FloatArray, arm: npt.NDArray[np.int64], nuisances: Nuisances
) -> Difference:
    """Cross-fitted AIPW for the average effect on those who started A, after trimming.

    tau = mean of [A (Y - m(X)) - (1 - A) e(X) / (1 - e(X)) (Y - m(X))] / P(A = 1), with e the
    propensity and m the outcome expected under B; the error is the root mean square of the
    influence function over sqrt(n) (Chernozhukov et al., Econom J 2018;21:C1, ATTE score).
    """
    kept = inside_bounds(nuisances.propensity)
    started = arm[kept].astype(np.float64)
    residual = outcome[kept] - nuisances.untreated[kept]
    signal = residual * (started - (1 - started) * odds(nuisances.propensity[kept]))
    effect = float(signal.sum() / started.sum())
    influence = (signal - started * effect) / started.mean()
    error = float(np.sqrt(np.mean(influence**2) / len(started)))
    return difference(effect, error, int(started.sum()), int((1 - started).sum()))
