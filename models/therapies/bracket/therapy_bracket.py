"""Therapy A against B among new users: one effect between two designs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from models.sensitivity import e_value_of_limit, minimum_detectable_effect, robustness_of_limit
from models.stream.person_days import FloatArray
from models.therapies.bracket.bracket_results import Difference, TherapyEstimate
from models.therapies.bracket.doubly_robust import confounding_scale
from models.therapies.bracket.nuisances import Propensities
from models.therapies.bracket.overlap import describe_overlap
from models.therapies.bracket.people_counted import people_by_arm
from models.therapies.bracket.sides import (
    FEWEST_STARTERS,
    adjusted_side,
    change_side,
)
from models.therapies.trial import Trial


def compare_therapies(trial: Trial, propensities: Propensities | None = None) -> TherapyEstimate:
    """Both sides of the bracket of migraine days, with overlap, power, robustness and controls.

    The adjusted side conditions on the three windows before the start, the covariates and the site;
    it is misled by a stable hidden severity. The change side conditions on covariates and site
    only, counts from months -6 to -4 and lets stable severity cancel; it is misled by what changes
    around the start. People without all three early windows are left out of the change side.
    """
    known = propensities or Propensities()
    before_dip = trial.early.mean(axis=1)
    estimate = compare_outcome(trial, before_dip, "months -6 to -4", known)
    with threadpool_limits(limits=1, user_api="blas"):
        observed = trial.only(np.asarray(~np.isnan(before_dip)))
        placebo = change_side(
            observed.early.mean(axis=1), observed.baseline[:, :2].mean(axis=1), observed, known
        )
        logged = trial.only(np.asarray(~np.isnan(trial.logging).any(axis=1)))
        logging = replace(logged, outcome=logged.logging[:, 1])
        side = adjusted_side(logging, known, beside=logged.logging[:, 0])
    return replace(estimate, placebo=placebo, logging=side.found if side else None)


def compare_outcome(
    trial: Trial, since: FloatArray | None, before: str, propensities: Propensities
) -> TherapyEstimate:
    """Both sides of any outcome; ``since`` (rows,) is what its change is counted from.

    NaN leaves a row out of the change side, None does without that side. ``before`` says in words
    what ``since`` is.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        reasons: list[str] = []
        estimate = _adjusted(trial, propensities)
        if estimate.adjusted is None:
            reasons.append(f"fewer than {FEWEST_STARTERS} people of an arm inside the overlap")
        change = None
        if since is not None:
            change = _change(trial, since, propensities)
            if change is None:
                reasons.append(f"fewer than {FEWEST_STARTERS} people of an arm with {before}")
    return replace(estimate, change=change, reasons=tuple(reasons))


def _change(trial: Trial, since: FloatArray, propensities: Propensities) -> Difference | None:
    is_known = ~np.isnan(since)
    observed = trial.only(is_known)
    return change_side(since[is_known], observed.outcome, observed, propensities)


def _adjusted(trial: Trial, propensities: Propensities) -> TherapyEstimate:
    n_a, n_b = people_by_arm(trial.arm, trial.person_id)
    side = adjusted_side(trial, propensities)
    if side is None:
        return TherapyEstimate(n_a, n_b, None, None, None, None, None, None, ())
    found, propensity = side.found, side.nuisances.propensity
    spread = float(trial.outcome[trial.arm == 0].std(ddof=1))
    scale = confounding_scale(trial.outcome, trial.arm, side.nuisances)
    return TherapyEstimate(
        n_started_a=n_a,
        n_started_b=n_b,
        adjusted=found,
        change=None,
        placebo=None,
        overlap=describe_overlap(
            propensity, trial.arm, side.features, trial.feature_names, trial.person_id
        ),
        minimum_detectable_difference=minimum_detectable_effect(found.standard_error),
        e_value=e_value_of_limit(found.ci_low, found.ci_high, spread) if spread else None,
        reasons=(),
        robustness_value=robustness_of_limit(found.ci_low, found.ci_high, scale),
    )
