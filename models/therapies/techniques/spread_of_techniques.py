"""How far techniques of a group differ, beyond the chance in each: tau by restricted likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize, stats

from models.stream.person_days import FloatArray
from models.therapies.diagnostics.published_effects import IMPLAUSIBLE

LARGEST_SPREAD = IMPLAUSIBLE
"""Migraine days per 28: techniques differ by less than the size at which one is implausible."""


@dataclass(frozen=True)
class Spread:
    """The standard deviation between techniques with its 95% interval, in migraine days per 28."""

    tau: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class AtSpread:
    """What follows if techniques differ by one given tau.

    ``mean`` is that of all techniques and ``mean_variance`` its variance; ``pull`` is the
    restricted projector P with P 1 = 0, so that P y takes out what all techniques share.
    """

    log_likelihood: float
    q: float
    mean: float
    mean_variance: float
    pull: FloatArray


def at_spread(values: FloatArray, errors: FloatArray, tau: float) -> AtSpread:
    """The normal model values ~ N(mean, errors + tau^2 I), mean profiled out.

    The restricted log-likelihood is -(log|S| + log(1'S^-1 1) + y'P y) / 2 (Patterson and Thompson,
    Biometrika 1971;58:545). Errors shared by all techniques, such as a common comparator, are
    told in ``errors`` and move nothing but the mean.
    """
    factor = linalg.cho_factor(errors + tau**2 * np.eye(len(values)), lower=True)
    ones = np.ones(len(values))
    inverse = linalg.cho_solve(factor, np.eye(len(values)))
    of_ones = inverse @ ones
    mean_variance = 1 / float(ones @ of_ones)
    pull = inverse - np.outer(of_ones, of_ones) * mean_variance
    q = float(values @ pull @ values)
    log_determinant = 2 * float(np.log(np.diag(factor[0])).sum())
    return AtSpread(
        -(log_determinant - float(np.log(mean_variance)) + q) / 2,
        q,
        float(of_ones @ values) * mean_variance,
        mean_variance,
        pull,
    )


def spread_of(values: FloatArray, errors: FloatArray) -> Spread:
    """Restricted maximum likelihood of tau from 0 to 4 days, interval by the Q profile.

    The interval holds every tau at which Q(tau) = y'P y is neither too large nor too small for a
    chi-squared variable with techniques - 1 degrees of freedom (Viechtbauer, Stat Med 2007;26:37).
    """
    grid = np.linspace(0.0, LARGEST_SPREAD, 81)
    found = [at_spread(values, errors, tau).log_likelihood for tau in grid]
    best = int(np.argmax(found))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    refined = optimize.minimize_scalar(
        lambda tau: -at_spread(values, errors, tau).log_likelihood,
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-10},
    )
    tau = float(refined.x) if -refined.fun > found[best] else float(grid[best])
    freedom = len(values) - 1
    ends = [_tau_at(values, errors, float(stats.chi2.ppf(p, freedom))) for p in (0.975, 0.025)]
    return Spread(tau, min(ends[0], tau), max(ends[1], tau))


def _tau_at(values: FloatArray, errors: FloatArray, wanted: float) -> float:
    """The tau whose Q is this; 0 where Q is smaller even there, at most 4 days."""
    if at_spread(values, errors, 0.0).q <= wanted:
        return 0.0
    if at_spread(values, errors, LARGEST_SPREAD).q >= wanted:
        return LARGEST_SPREAD
    return float(
        optimize.brentq(
            lambda tau: at_spread(values, errors, tau).q - wanted, 0.0, LARGEST_SPREAD, xtol=1e-10
        )
    )
