"""The two sides of the bracket of one outcome, each from cross-fitted nuisances of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference
from models.therapies.bracket.difference_in_differences import doubly_robust_change
from models.therapies.bracket.doubly_robust import augmented_difference
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import Nuisances, Propensities, cross_fit
from models.therapies.bracket.overlap import inside_bounds
from models.therapies.bracket.people_counted import people_by_arm
from models.therapies.trial import Trial

FOLDS = 5
FEWEST_STARTERS = 50
"""People per arm that a side of the bracket needs; a nuisance model learns from four fifths."""


@dataclass(frozen=True, eq=False)
class AdjustedSide:
    """The adjusted side with the features and nuisances it came from."""

    found: Difference
    features: FloatArray
    nuisances: Nuisances


def adjusted_side(
    trial: Trial, propensities: Propensities, *, beside: FloatArray | None = None
) -> AdjustedSide | None:
    """The outcome given ``trial.features``, and the column ``beside`` (rows,) where there is one.

    None when fewer than 50 people of an arm remain, before or after trimming.
    """
    features = trial.features if beside is None else np.column_stack([trial.features, beside])
    nuisances = _nuisances(features, trial.outcome, trial, propensities)
    if nuisances is None:
        return None
    found = augmented_difference(trial.outcome, trial.arm, nuisances, trial.person_id)
    return AdjustedSide(found, features, nuisances)


def change_side(
    since: FloatArray, until: FloatArray, trial: Trial, propensities: Propensities
) -> Difference | None:
    """The change from ``since`` to ``until`` (rows,) given the covariates alone; None as above."""
    change = until - since
    nuisances = _nuisances(trial.covariates, change, trial, propensities)
    if nuisances is None:
        return None
    return doubly_robust_change(change, trial.arm, nuisances, trial.person_id)


def _nuisances(
    features: FloatArray, outcome: FloatArray, trial: Trial, propensities: Propensities
) -> Nuisances | None:
    if not _enough(trial):
        return None
    folds = person_folds(trial.person_id, trial.arm, FOLDS)
    nuisances = cross_fit(features, trial.arm, outcome, folds, propensities)
    return nuisances if _enough(trial.only(inside_bounds(nuisances.propensity))) else None


def _enough(trial: Trial) -> bool:
    return min(people_by_arm(trial.arm, trial.person_id)) >= FEWEST_STARTERS
