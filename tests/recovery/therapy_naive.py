"""What else people do with such months: five analyses that should fail."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference, difference
from models.therapies.bracket.doubly_robust import augmented_difference
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import cross_fit
from models.therapies.trial import Trial

FOLDS = 5
LAST = 2  # column of the month before the start


def before_and_after(trial: Trial) -> Difference:
    """Starters of A: the outcome less the month before the start; nobody to compare with."""
    change = (trial.outcome - trial.baseline[:, LAST])[trial.arm == 1]
    return difference(float(change.mean()), float(stats.sem(change)), len(change), 0)


def starters_and_others(trial: Trial) -> Difference:
    """The outcome of starters of A less that of the others."""
    return _gap(trial, trial.outcome)


def change_since_last_month(trial: Trial) -> Difference:
    """Difference in differences from the month before the start."""
    return _gap(trial, trial.outcome - trial.baseline[:, LAST])


def change_since_half_a_year(trial: Trial) -> Difference:
    """Difference in differences from the mean of the six months before."""
    six = np.column_stack([trial.early, trial.baseline]).mean(axis=1)
    return _gap(trial, trial.outcome - six)


def adjusted_for_last_month(trial: Trial) -> Difference:
    """Cross-fitted AIPW that knows the last month only, beside covariates and site."""
    features = np.column_stack([trial.baseline[:, LAST], trial.covariates])
    folds = person_folds(trial.person_id, trial.arm, FOLDS)
    nuisances = cross_fit(features, trial.arm, trial.outcome, folds)
    return augmented_difference(trial.outcome, trial.arm, nuisances, trial.person_id)


NAIVE: dict[str, Callable[[Trial], Difference]] = {
    "before and after": before_and_after,
    "starters and others": starters_and_others,
    "change since last month": change_since_last_month,
    "change since the mean of six": change_since_half_a_year,
    "adjusted for last month only": adjusted_for_last_month,
}


def _gap(trial: Trial, value: FloatArray) -> Difference:
    """Mean of A less mean of the others, with the error of unequal variances."""
    started, others = value[trial.arm == 1], value[trial.arm == 0]
    error = float(np.hypot(stats.sem(started), stats.sem(others)))
    return difference(float(started.mean() - others.mean()), error, len(started), len(others))
