"""From how many migraine days a person should have to the intercept that gives them."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from triggerscape.cohort.setting.draws import FloatArray


def stationary_share(intercept: FloatArray, first_lag: float, second_lag: float) -> FloatArray:
    """Long-run share of migraine days of a two-day Markov chain on the logit scale.

    The chain's four states balance in closed form: as many runs begin as end.
    """
    after_none = expit(intercept)
    after_gap = expit(intercept + second_lag)
    after_one = expit(intercept + first_lag)
    after_two = expit(intercept + first_lag + second_lag)
    in_run = 1 + after_one / (1 - after_two)  # migraine days per run that begins
    off_run = 1 + (1 - after_gap) / after_none  # free days per run that ends
    share: FloatArray = in_run / (in_run + off_run)
    return share


def intercepts(share: FloatArray, first_lag: float, second_lag: float) -> FloatArray:
    """The intercepts whose stationary share is ``share``, by interpolation on a fine grid."""
    grid = np.linspace(-14.0, 6.0, 20001)
    known = stationary_share(grid, first_lag, second_lag)
    found: FloatArray = np.interp(share, known, grid)
    return found
