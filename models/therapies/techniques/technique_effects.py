"""Each technique of a group against one comparator, and what their errors share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from models.stream.person_days import FloatArray
from models.therapies.arms.arm_means import arm_mean, covariance
from models.therapies.arms.arm_nuisances import cross_fit_arms
from models.therapies.arms.arm_overlap import ArmOverlap, describe_arms, inside
from models.therapies.arms.arm_trial import people_in
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.sides import FEWEST_STARTERS, FOLDS
from models.therapies.trial import Trial

FEWEST_OF_A_TECHNIQUE = 25
"""Starters of a technique: half of what a comparison by itself asks for, since it is read drawn
towards the others and weighs little among them."""


@dataclass(frozen=True, eq=False)
class TechniqueEffects:
    """Per technique of ``arms`` the difference to the comparator among its own starters.

    ``values`` (techniques,) with ``errors`` (techniques, techniques), their covariance: techniques
    share the comparator's people, so their errors are not independent. ``people`` and
    ``comparators`` count who was kept.
    """

    arms: tuple[int, ...]
    values: FloatArray
    errors: FloatArray
    people: tuple[int, ...]
    comparators: tuple[int, ...]
    overlaps: tuple[ArmOverlap, ...]
    reasons: dict[int, str]


def technique_effects(trial: Trial) -> TechniqueEffects:
    """Cross-fitted augmented weighting of every technique that has the people for it.

    ``trial.arm`` is 0 for the comparator and from 1 on the technique. One multinomial propensity
    over all arms, one outcome model among the comparator's people; per technique whoever has no
    counterpart is left out. Techniques that cannot be estimated have their reason by arm.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _effects(trial)


def _effects(trial: Trial) -> TechniqueEffects:
    counts = people_in(trial.arm, trial.person_id, int(trial.arm.max()) + 1)
    few = [arm for arm in range(1, len(counts)) if counts[arm] < FEWEST_OF_A_TECHNIQUE]
    reasons = dict.fromkeys(few, f"fewer than {FEWEST_OF_A_TECHNIQUE} starters")
    wanted = [arm for arm in range(1, len(counts)) if arm not in reasons]
    if counts[0] < FEWEST_STARTERS:
        reasons |= dict.fromkeys(wanted, f"fewer than {FEWEST_STARTERS} people to compare with")
        wanted = []
    if not wanted:
        nothing = np.zeros((0, 0))
        return TechniqueEffects((), np.zeros(0), nothing, (), (), (), reasons)
    some = trial.only(~np.isin(trial.arm, few))
    ample = replace(some, arm=np.searchsorted([0, *wanted], some.arm))
    place = ample.arm
    folds = person_folds(ample.person_id, place, FOLDS)
    nuisances = cross_fit_arms(ample.features, place, ample.outcome, folds, (0,))
    arms, values, parts, people, comparators, overlaps = [], [], [], [], [], []
    for own, arm in enumerate(wanted, start=1):
        kept = inside(nuisances.propensity, place, (0, own))
        found = people_in(place[kept], ample.person_id[kept], own + 1)
        n_own, n_other = found[own], found[0]
        if n_own < FEWEST_OF_A_TECHNIQUE or n_other < FEWEST_STARTERS:
            reasons[arm] = "too few people are like those of the comparator"
            continue
        overlap = describe_arms(nuisances.propensity, ample, kept, (0, own), (own,))
        if overlap.objection():
            reasons[arm] = overlap.objection()
            continue
        had = arm_mean(ample, nuisances, own, (own,), kept)
        else_ = arm_mean(ample, nuisances, 0, (own,), kept)
        arms.append(arm)
        values.append(had.value - else_.value)
        parts.append(had.parts - else_.parts)
        people.append(n_own)
        comparators.append(n_other)
        overlaps.append(overlap)
    errors = covariance(parts, ample.person_id) if parts else np.zeros((0, 0))
    return TechniqueEffects(
        tuple(arms),
        np.array(values),
        errors,
        tuple(people),
        tuple(comparators),
        tuple(overlaps),
        reasons,
    )
