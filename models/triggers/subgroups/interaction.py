"""Do subgroups differ in a factor's effect by more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from models.results import FactorEstimate
from models.triggers.verdicts import FEWEST_PEOPLE


@dataclass(frozen=True)
class InteractionTest:
    """Wald's test that all compared levels share one log rate ratio.

    ``places`` are the places of the levels compared; ``statistic`` and ``p_value`` are None where
    fewer than two could be.
    """

    places: tuple[int, ...]
    statistic: float | None
    p_value: float | None


def interaction_test(levels: Sequence[FactorEstimate]) -> InteractionTest:
    """Q = sum w (b - mean)^2 with w = 1 / SE^2 and the w-weighted mean, chi-squared on levels - 1.

    Only levels with an estimate from at least ``FEWEST_PEOPLE`` informative people are compared.
    Levels are taken as independent. Where the same people stand in two of them, on different days,
    what they share makes the difference look less certain than it is: the test errs towards
    finding none.
    """
    compared = [
        (place, level.log_rate_ratio, level.standard_error)
        for place, level in enumerate(levels)
        if level.log_rate_ratio is not None
        and level.standard_error is not None
        and level.support.n_people >= FEWEST_PEOPLE
    ]
    places = tuple(place for place, _, _ in compared)
    if len(compared) < 2:
        return InteractionTest(places, None, None)
    effect = np.array([effect for _, effect, _ in compared])
    weight = np.array([error for _, _, error in compared]) ** -2
    statistic = float(weight @ (effect - weight @ effect / weight.sum()) ** 2)
    return InteractionTest(places, statistic, float(stats.chi2.sf(statistic, len(compared) - 1)))
