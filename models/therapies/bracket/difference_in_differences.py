"""The change since before the dip, A against B: people start a therapy at their worst.

Comparing with the months just before the start credits the therapy with the natural return to
normal. The change is therefore taken from months -6 to -4.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference, difference
from models.therapies.bracket.clustered_error import clustered_error
from models.therapies.bracket.nuisances import Nuisances
from models.therapies.bracket.overlap import inside_bounds, odds
from models.therapies.bracket.people_counted import people_by_arm


def doubly_robust_change(
    change: FloatArray,
    arm: npt.NDArray[np.int64],
    nuisances: Nuisances,
    person_id: npt.NDArray[np.int64],
) -> Difference:
    """Doubly robust difference-in-differences of a change (people,), after trimming.

    With w_A = A and w_B = (1 - A) e / (1 - e), each divided by its mean,
    tau = mean of (w_A - w_B)(change - m(X)) (Sant'Anna and Zhao, J Econometrics 2020;219:101,
    panel data). The nuisances are cross-fitted, so the influence function has no terms for them.
    """
    kept = inside_bounds(nuisances.propensity)
    started = arm[kept].astype(np.float64)
    residual = change[kept] - nuisances.untreated[kept]
    in_a = started / started.mean()
    in_b = (1 - started) * odds(nuisances.propensity[kept])
    in_b = in_b / in_b.mean()
    mean_a, mean_b = float(np.mean(in_a * residual)), float(np.mean(in_b * residual))
    influence = in_a * (residual - mean_a) - in_b * (residual - mean_b)
    error = clustered_error(influence, person_id[kept])
    n_a, n_b = people_by_arm(arm[kept], person_id[kept])
    return difference(mean_a - mean_b, error, n_a, n_b)
