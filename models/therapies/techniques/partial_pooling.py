"""Techniques drawn towards each other, as far as they may be alike, and no surer than that.

Drawing each technique towards the mean with one estimate of tau, as if it were known, gives
intervals that are too narrow, and of no width where that estimate is 0. So tau is averaged over:
weights proportional to its restricted likelihood, every tau from 0 to 4 days alike beforehand
(Morris, J Am Stat Assoc 1983;78:47, on the correction; Gelman, Bayesian Anal 2006;1:515, on the
flat weight, which needs three techniques or more).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from models.stream.person_days import FloatArray
from models.therapies.techniques.spread_of_techniques import (
    LARGEST_SPREAD,
    Spread,
    at_spread,
    spread_of,
)

FEWEST_TECHNIQUES = 3
NODES = 120


@dataclass(frozen=True)
class Drawn:
    """A value with its 95% interval after averaging over tau."""

    value: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class Pooled:
    """Per technique the drawn effect and its distance from the mean of all; then mean and spread.

    ``kept`` is the share of a technique's distance from the others that is its own, from 0 (all
    borrowed) to 1: tau^2 / (tau^2 + v), v the part of its variance that it does not share, averaged
    over tau.
    """

    effects: tuple[Drawn, ...]
    apart: tuple[Drawn, ...]
    kept: tuple[float, ...]
    mean: Drawn
    spread: Spread


def pool_techniques(values: FloatArray, errors: FloatArray) -> Pooled:
    """Partial pooling of effects (techniques,) with covariance ``errors``.

    Given tau, with S = errors + tau^2 I, an effect is normal with mean m + tau^2 P y and variance
    tau^2 - tau^4 S^-1 + var(m) (1 - tau^2 S^-1 1)^2 (diagonals); its distance from the mean of all
    has mean tau^2 P y and variance tau^2 - tau^4 P. Intervals are quantiles of the mixture over
    tau. Raises ValueError for fewer than three techniques, of which no spread can be learnt.
    """
    n = len(values)
    if n < FEWEST_TECHNIQUES:
        raise ValueError(f"fewer than {FEWEST_TECHNIQUES} techniques")
    taus, weights = _nodes()
    found = [at_spread(values, errors, tau) for tau in taus]
    log_likelihood = np.array([one.log_likelihood for one in found])
    weight = weights * np.exp(log_likelihood - log_likelihood.max())
    weight /= weight.sum()
    own = np.maximum(_own_variance(errors), 0.0)
    effects, spreads, apart, apart_spread = (np.empty((len(taus), n)) for _ in range(4))
    for place, (tau, one) in enumerate(zip(taus, found, strict=True)):
        pulled = tau**2 * (one.pull @ values)
        inverse = np.linalg.inv(errors + tau**2 * np.eye(n))
        left = 1 - tau**2 * inverse.sum(axis=1)
        effects[place] = one.mean + pulled
        variance = tau**2 - tau**4 * np.diag(inverse) + left**2 * one.mean_variance
        spreads[place] = np.sqrt(np.maximum(variance, 0.0))
        apart[place] = pulled
        apart_spread[place] = np.sqrt(np.maximum(tau**2 - tau**4 * np.diag(one.pull), 0.0))
    means = np.array([one.mean for one in found])
    mean_spread = np.sqrt([one.mean_variance for one in found])
    kept = weight @ (taus[:, None] ** 2 / (taus[:, None] ** 2 + own))
    return Pooled(
        tuple(_drawn(weight, effects[:, i], spreads[:, i]) for i in range(n)),
        tuple(_drawn(weight, apart[:, i], apart_spread[:, i]) for i in range(n)),
        tuple(kept.tolist()),
        _drawn(weight, means, mean_spread),
        spread_of(values, errors),
    )


def _nodes() -> tuple[FloatArray, FloatArray]:
    """Values of tau from 0 to 4 days, closer together near 0, and their weights."""
    points, weights = np.polynomial.legendre.leggauss(NODES)
    root = (points + 1) / 2
    return LARGEST_SPREAD * root**2, LARGEST_SPREAD * root * weights


def _own_variance(errors: FloatArray) -> FloatArray:
    """Variance of each technique beyond what its error shares with those of the others."""
    n = len(errors)
    shared = (errors.sum(axis=1) - np.diag(errors)) / (n - 1)
    return np.asarray(np.diag(errors) - shared)


def _drawn(weight: FloatArray, middle: FloatArray, spread: FloatArray) -> Drawn:
    """Mean and 95% interval of a mixture of normals."""
    reach = 12 * float(spread.max()) + float(np.ptp(middle)) + 1e-9
    low, high = float(middle.min()) - reach, float(middle.max()) + reach
    safe = np.maximum(spread, 1e-12)

    def below(x: float) -> float:
        return float(weight @ stats.norm.cdf((x - middle) / safe))

    ends = [
        float(optimize.brentq(lambda x, p=p: below(x) - p, low, high, xtol=1e-9))
        for p in (0.025, 0.975)
    ]
    return Drawn(float(weight @ middle), ends[0], ends[1])
