"""The effect of A against B among starters of A, right when either nuisance model is right."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference, difference
from models.therapies.bracket.clustered_error import clustered_error
from models.therapies.bracket.nuisances import Nuisances
from models.therapies.bracket.overlap import inside_bounds, odds


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
    return difference(effect, error, int(started.sum()), int((1 - started).sum()))
