"""Therapy A against an active comparator B among new users: one effect between two designs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from models.sensitivity import e_value_of_limit, minimum_detectable_effect
from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference, TherapyEstimate
from models.therapies.bracket.difference_in_differences import doubly_robust_change
from models.therapies.bracket.doubly_robust import augmented_difference
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import Nuisances, cross_fit
from models.therapies.bracket.overlap import describe_overlap, inside_bounds
from models.therapies.trial import BASELINE, Trial

FOLDS = 5
FEWEST_STARTERS = 50
"""Starters per arm that a side of the bracket needs; a nuisance model learns from four fifths."""


def compare_therapies(trial: Trial) -> TherapyEstimate:
    """Both sides of the bracket for A against B, with overlap, power, E-value and placebo.

    The adjusted side conditions on the three windows before the start, the covariates and the site;
    it is misled by a stable hidden severity. The change side conditions on covariates and site
    only and lets stable severity cancel; it is misled by what changes around the start. People
    without all three early windows are left out of the change side.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _compare(trial)


def _compare(trial: Trial) -> TherapyEstimate:
    features = np.column_stack([trial.history, trial.covariates])
    reasons: list[str] = []
    adjusted = overlap = detectable = limit = None
    nuisances = _nuisances(features, trial.outcome, trial)
    if nuisances is None:
        reasons.append(f"fewer than {FEWEST_STARTERS} starters of a therapy inside the overlap")
    else:
        adjusted = augmented_difference(trial.outcome, trial.arm, nuisances, trial.person_id)
        names = (*BASELINE, "mean of six", *trial.covariate_names)
        overlap = describe_overlap(nuisances.propensity, trial.arm, features, names)
        detectable = minimum_detectable_effect(adjusted.standard_error)
        spread = float(trial.outcome[trial.arm == 0].std(ddof=1))
        limit = e_value_of_limit(adjusted.ci_low, adjusted.ci_high, spread)
    observed = trial.only(np.asarray(~np.isnan(trial.early).any(axis=1)))
    before_dip = observed.early.mean(axis=1)
    change = _change(observed.outcome - before_dip, observed)
    if change is None:
        reasons.append(f"fewer than {FEWEST_STARTERS} starters of a therapy with months -6 to -4")
    return TherapyEstimate(
        n_started_a=int((trial.arm == 1).sum()),
        n_started_b=int((trial.arm == 0).sum()),
        adjusted=adjusted,
        change=change,
        placebo=_change(observed.baseline[:, :2].mean(axis=1) - before_dip, observed),
        overlap=overlap,
        minimum_detectable_difference=detectable,
        e_value=limit,
        reasons=tuple(reasons),
    )


def _change(change: FloatArray, trial: Trial) -> Difference | None:
    nuisances = _nuisances(trial.covariates, change, trial)
    return (
        None
        if nuisances is None
        else doubly_robust_change(change, trial.arm, nuisances, trial.person_id)
    )


def _nuisances(features: FloatArray, outcome: FloatArray, trial: Trial) -> Nuisances | None:
    """Cross-fitted nuisances; None when too few starters remain, before or after trimming."""
    if not _enough(trial.arm):
        return None
    folds = person_folds(trial.person_id, trial.arm, FOLDS)
    nuisances = cross_fit(features, trial.arm, outcome, folds)
    return nuisances if _enough(trial.arm[inside_bounds(nuisances.propensity)]) else None


def _enough(arm: npt.NDArray[np.int64]) -> bool:
    return int(np.bincount(arm, minlength=2).min()) >= FEWEST_STARTERS
