"""Do several arms meet? Trimming that does not depend on how large the arms happen to be.

The people who start nothing are a sample, so many a starter: a bound on the probability of an arm
would move with that number. The preference for an arm does not: it is the probability divided by
the arm's share, scaled to add up to one (Walker et al., Comp Eff Res 2013;3:11; for several arms
Yoshida et al., Am J Epidemiol 2019;188:609).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_days import FloatArray
from models.therapies.trial import Trial

LEAST_PREFERENCE = 0.05
"""Of two arms: somebody with less has hardly a counterpart there, 1 in 19. Of more arms the bound
is 2 / arms times that."""
FEWEST_WORTH = 25.0
"""People that a weighted arm must be worth (Kish): fewer carry the whole comparison."""
LEAST_OVERLAP = 0.5
"""Share of the people asked about who must have counterparts: else it would be told of others."""


@dataclass(frozen=True)
class ArmOverlap:
    """How far the arms meet.

    ``overlap_share`` is the share of the people asked about that is kept, ``worth`` the number of
    people that each weighted arm is worth (Kish), ``largest_imbalance`` the largest standardised
    difference between a weighted arm and the people asked about.
    """

    overlap_share: float
    worth: tuple[float, ...]
    largest_imbalance: float

    def objection(self) -> str:
        """Why nothing may be told, empty where there is no objection."""
        if self.overlap_share < LEAST_OVERLAP:
            return f"fewer than {LEAST_OVERLAP:.0%} have people like them in every arm"
        if min(self.worth) < FEWEST_WORTH:
            return f"an arm is worth fewer than {FEWEST_WORTH:g} people once weighted"
        return ""


def inside(
    propensity: FloatArray, arm: npt.NDArray[np.int64], among: Sequence[int]
) -> npt.NDArray[np.bool_]:
    """Who is like people of every arm of ``among`` (rows,), by the preference for each."""
    share = np.bincount(arm, minlength=propensity.shape[1])[list(among)] / len(arm)
    relative = propensity[:, list(among)] / share
    preference = relative / relative.sum(axis=1, keepdims=True)
    least = LEAST_PREFERENCE * 2 / len(among)
    return np.asarray((preference >= least).all(axis=1))


def weights(propensity: FloatArray, one: int, target: Sequence[int]) -> FloatArray:
    """The weight of a person of arm ``one`` who stands for the people of the ``target`` arms."""
    return np.asarray(propensity[:, list(target)].sum(axis=1) / propensity[:, one])


def describe_arms(
    propensity: FloatArray,
    trial: Trial,
    kept: npt.NDArray[np.bool_],
    among: Sequence[int],
    target: Sequence[int],
) -> ArmOverlap:
    """Overlap among the kept rows of the arms ``among``; each must have people kept.

    ``trial.arm`` holds the arms that the columns of ``propensity`` stand for. A person's weights
    are summed before people are counted.
    """
    arm, features = trial.arm, trial.features
    is_target = np.isin(arm, list(target))
    about = features[kept & is_target]
    middle, spread = about.mean(axis=0), about.std(axis=0)
    told = spread > 0
    worth, largest = [], 0.0
    for one in among:
        rows = kept & (arm == one)
        weight = weights(propensity, one, target)[rows]
        _, person_of = np.unique(trial.person_id[rows], return_inverse=True)
        by_person = np.bincount(person_of, weights=weight)
        worth.append(float(weight.sum() ** 2 / (by_person**2).sum()))
        apart = (np.average(features[rows], axis=0, weights=weight) - middle)[told] / spread[told]
        largest = max(largest, float(np.abs(apart).max(initial=0.0)))
    share = float((kept & is_target).sum() / is_target.sum())
    return ArmOverlap(share, tuple(worth), largest)
