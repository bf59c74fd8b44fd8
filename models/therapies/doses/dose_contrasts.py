"""Outcome at each level of sessions against the fewest, among all who started alike."""

from __future__ import annotations

from dataclasses import dataclass

from models.therapies.arms.arm_means import Contrast, arm_mean, contrast, covariance
from models.therapies.arms.arm_nuisances import cross_fit_arms
from models.therapies.arms.arm_overlap import ArmOverlap, describe_arms, inside
from models.therapies.arms.arm_trial import people_in
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.sides import FEWEST_STARTERS, FOLDS
from models.therapies.trial import Trial


@dataclass(frozen=True)
class DoseContrasts:
    """One contrast per level above the lowest, or the reason why there is none.

    ``people`` are those kept per level, the lowest first.
    """

    contrasts: tuple[Contrast, ...]
    people: tuple[int, ...]
    overlap: ArmOverlap | None
    reason: str


def dose_contrasts(trial: Trial) -> DoseContrasts:
    """Each level's mean outcome less that of the lowest, as if all starters had had that level.

    ``trial.arm`` is the level, from 0. Levels are weighted by a multinomial (generalised)
    propensity and each has an outcome model of its own, cross-fitted by person: right when either
    is, whatever the shape of the dose. Whoever is unlike the people of some level is left out of
    all of them, so that every level speaks of the same people.
    """
    everybody = range(int(trial.arm.max()) + 1)
    folds = person_folds(trial.person_id, trial.arm, FOLDS)
    nuisances = cross_fit_arms(trial.features, trial.arm, trial.outcome, folds, everybody)
    kept = inside(nuisances.propensity, trial.arm, everybody)
    people = people_in(trial.arm[kept], trial.person_id[kept], len(everybody))
    if min(people) < FEWEST_STARTERS:
        reason = f"fewer than {FEWEST_STARTERS} people of a level are like those of the others"
        return DoseContrasts((), people, None, reason)
    overlap = describe_arms(nuisances.propensity, trial, kept, everybody, everybody)
    if overlap.objection():
        return DoseContrasts((), people, overlap, overlap.objection())
    means = [arm_mean(trial, nuisances, level, everybody, kept) for level in everybody]
    shared = covariance([mean.parts for mean in means], trial.person_id)
    found = tuple(
        contrast(
            means[level].value - means[0].value,
            float(shared[level, level] + shared[0, 0] - 2 * shared[0, level]),
        )
        for level in everybody[1:]
    )
    return DoseContrasts(found, people, overlap, "")
