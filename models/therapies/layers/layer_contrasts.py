"""Neither, one, the other, both: four mean outcomes of one and the same people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.stream.person_days import FloatArray
from models.therapies.arms.arm_means import Contrast, arm_mean, contrast, covariance
from models.therapies.arms.arm_nuisances import cross_fit_arms
from models.therapies.arms.arm_overlap import ArmOverlap, describe_arms, inside
from models.therapies.arms.arm_trial import people_in
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.sides import FEWEST_STARTERS, FOLDS
from models.therapies.trial import Trial

ARMS = (0, 1, 2, 3)
BOTH = 3
_EXCESS = np.array([1.0, -1.0, -1.0, 1.0])


@dataclass(frozen=True)
class LayerEstimate:
    """Contrasts of the four means in migraine days per 28, or the reason why there are none.

    ``joint`` (both), ``one`` and ``other`` are less neither; ``excess`` is both - one - other +
    neither; ``log_ratio`` the log of (both / neither) / ((one / neither) (other / neither)), None
    where a mean is not above 0. ``people`` are those kept, by arm.
    """

    people: tuple[int, ...]
    overlap: ArmOverlap | None = None
    reason: str = ""
    joint: Contrast | None = None
    one: Contrast | None = None
    other: Contrast | None = None
    excess: Contrast | None = None
    log_ratio: Contrast | None = None


def layer_contrasts(trial: Trial) -> LayerEstimate:
    """Factorial contrasts among those who began both, clustered by person.

    ``trial.arm`` is 0 neither, 1 one, 2 the other, 3 both. Every mean is that of the people who
    began both, had they been in that arm: everybody else's weight does not depend on how many
    people who began neither were drawn. Errors of contrasts follow from the four influence
    functions, of the ratio by the delta method. Needs 50 people of each arm with counterparts in
    all arms.
    """
    counts = people_in(trial.arm, trial.person_id, 4)
    if min(counts) < FEWEST_STARTERS:
        return LayerEstimate(counts, reason=f"fewer than {FEWEST_STARTERS} people in an arm")
    with threadpool_limits(limits=1, user_api="blas"):
        return _contrasts(trial)


def _contrasts(trial: Trial) -> LayerEstimate:
    folds = person_folds(trial.person_id, trial.arm, FOLDS)
    nuisances = cross_fit_arms(trial.features, trial.arm, trial.outcome, folds, (0, 1, 2))
    kept = inside(nuisances.propensity, trial.arm, ARMS)
    people = people_in(trial.arm[kept], trial.person_id[kept], 4)
    if min(people) < FEWEST_STARTERS:
        reason = f"fewer than {FEWEST_STARTERS} people of an arm are like those of the others"
        return LayerEstimate(people, reason=reason)
    overlap = describe_arms(nuisances.propensity, trial, kept, ARMS, (BOTH,))
    if overlap.objection():
        return LayerEstimate(people, overlap, overlap.objection())
    means = [arm_mean(trial, nuisances, arm, (BOTH,), kept) for arm in ARMS]
    value = np.array([mean.value for mean in means])
    shared = covariance([mean.parts for mean in means], trial.person_id)

    def combined(weights: FloatArray, told: FloatArray) -> Contrast:
        return contrast(float(weights @ told), float(weights @ shared @ weights))

    ratio = None
    if value.min() > 0:
        slopes = _EXCESS / value
        ratio = contrast(float(_EXCESS @ np.log(value)), float(slopes @ shared @ slopes))
    return LayerEstimate(
        people,
        overlap,
        "",
        joint=combined(np.array([-1.0, 0, 0, 1]), value),
        one=combined(np.array([-1.0, 1, 0, 0]), value),
        other=combined(np.array([-1.0, 0, 1, 0]), value),
        excess=combined(_EXCESS, value),
        log_ratio=ratio,
    )
