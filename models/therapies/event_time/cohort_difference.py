"""The effect of starting, cohort by cohort, and its mean over those who started.

Each cohort of starters is compared with people whose time zero lies in the same calendar windows,
so that no trend over the years and no start at another time enters (Callaway and Sant'Anna, J
Econometrics 2021;225:200, doubly robust, aggregated by event time).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.therapies.bracket.overlap import odds


@dataclass(frozen=True, eq=False)
class CohortDifference:
    """The mean over cohorts weighted by their starters, and each row's share in its error.

    ``cells`` (cohorts,) are the differences within a cohort. ``influence`` (rows,) is by how much
    each row moves ``difference``; squared, by person, it sums to the variance.
    """

    difference: float
    cells: FloatArray
    influence: FloatArray


def cohort_difference(
    residual: FloatArray,
    arm: npt.NDArray[np.int64],
    propensity: FloatArray,
    cohort: npt.NDArray[np.intp],
) -> CohortDifference:
    """Mean residual of starters minus that of the others, weighted by the odds e / (1 - e).

    ``residual`` is the change beyond the one expected without the start; ``cohort`` counts from 0,
    each with people of both arms. The shares of the cohorts are taken as estimated. The nuisances
    are cross-fitted, so they have no part in the influence. It is that of leaving the row out, and
    not of a slightly smaller weight: a row that weighs much draws its cohort's mean to itself, and
    would hide how far from it it lies (the jackknife, HC3; MacKinnon and White, J Econometrics
    1985;29:305).
    """
    started = arm.astype(np.float64)
    weight = (1 - started) * odds(propensity)
    in_a = np.bincount(cohort, weights=started)
    in_b = np.bincount(cohort, weights=weight)
    mean_b = np.bincount(cohort, weights=weight * residual) / in_b
    mean_a = np.bincount(cohort, weights=started * residual) / in_a
    apart = residual - mean_b[cohort]
    effect = float((started * apart).sum() / in_a.sum())
    share = (in_a / in_a.sum())[cohort]
    from_a = started * (apart - effect) / (in_a.sum() - 1)
    from_b = share * weight * apart / (in_b[cohort] - weight)
    return CohortDifference(effect, mean_a - mean_b, from_a - from_b)
