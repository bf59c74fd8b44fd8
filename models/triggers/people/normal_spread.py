"""A common effect, or effects spread normally over people: fitted, with the region of the spread.

Each person's departure from the pooled log rate ratio is Normal(mean, sd^2); what the diary says of
it is the person's own likelihood, integrated by the trapezoidal rule. sd is found by maximum
likelihood, its interval by the profile of the likelihood, and the test against a common effect is
half a chi-squared with one degree of freedom, as a variance cannot be negative (Self and Liang,
J Am Stat Assoc 1987;82:605).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from models.stream.person_days import FloatArray
from models.triggers.people.own_likelihood import OwnLikelihood

MOST_SD = 2.0
STARTS = (0.15, 0.5)
LEAST_SD = 1e-3
WITHIN_95 = float(stats.chi2.ppf(0.95, 1))
SETTLED = 1e-6  # square of a step, in standard errors of the mean
MOST_STEPS = 50
REGION = 7

# Evenly spaced: Gauss-Hermite nodes stand wider in the middle and step over a well known person.
_POINTS = np.linspace(-4.5, 4.5, 21)
_LOG_WEIGHTS = special.log_softmax(-(_POINTS**2) / 2)


@dataclass(frozen=True)
class Spread:
    """A mean departure from the pooled effect, the spread around it, and how likely both are.

    ``mean_error`` is the standard error of the mean with the spread held fixed.
    """

    mean: float
    mean_error: float
    sd: float
    log_likelihood: float


@dataclass(frozen=True)
class SpreadTest:
    """The best spread against the best without any."""

    best: Spread
    common: Spread

    @property
    def p_value(self) -> float:
        """Of a spread, against people who do not differ."""
        gain = 2 * (self.best.log_likelihood - self.common.log_likelihood)
        return float(stats.chi2.sf(gain, 1) / 2) if self.best.sd > 0 else 1.0


@dataclass(frozen=True)
class NormalSpread(SpreadTest):
    """The same with evenly spaced spreads over the 95% interval of sd.

    ``region`` holds both ends of the interval, each spread with the mean that is best there.
    """

    region: tuple[Spread, ...]

    @property
    def sd_low(self) -> float:
        """Lower end of the 95% interval of the spread."""
        return self.region[0].sd

    @property
    def sd_high(self) -> float:
        """Upper end of the 95% interval of the spread."""
        return self.region[-1].sd


def compare_spread(people: OwnLikelihood) -> SpreadTest:
    """The likeliest mean and spread of one factor's effects over these people."""
    common = spread_at(people, 0.0, 0.0)
    best = _climb(people, STARTS[0])
    if best.sd < LEAST_SD:
        # At exactly zero the likelihood is level in sd, and a climb that lands there stays.
        best = max(best, _climb(people, STARTS[1]), key=lambda spread: spread.log_likelihood)
    if best.log_likelihood <= common.log_likelihood:
        best = common
    return SpreadTest(best, common)


def fit_normal_spread(people: OwnLikelihood) -> NormalSpread:
    """Mean and spread of one factor's effects over these people, with the region of the spread."""
    found = compare_spread(people)
    low, high = _ends(people, found.best, found.common)
    region = tuple(spread_at(people, sd, found.best.mean) for sd in np.linspace(low, high, REGION))
    return NormalSpread(found.best, found.common, region)


def spread_at(people: OwnLikelihood, sd: float, start: float) -> Spread:
    """The best mean for a given spread, by Newton steps from ``start``.

    With weights w over the nodes given the person's diary, the slope in the mean is E_w[l'] and the
    curvature E_w[l''] + Var_w[l'] (Louis, J R Stat Soc B 1982;44:226).
    """
    mean = start
    for _ in range(MOST_STEPS):
        level, first, second = people.with_slopes(mean + sd * _POINTS)
        weight = _weights(level)
        own = _average(weight, first)
        information = -float(np.sum(_average(weight, second + first**2) - own**2))
        if information <= 0:
            break
        step = float(np.clip(own.sum() / information, -1.0, 1.0))
        mean += step
        if step**2 * information < SETTLED:
            break
    level = people.log_likelihood(mean + sd * _POINTS)
    error = information**-0.5 if information > 0 else np.inf
    return Spread(mean, error, sd, float(_marginal(level).sum()))


def _climb(people: OwnLikelihood, start: float) -> Spread:
    """The best spread above zero, climbing from ``start``."""

    def lost(point: FloatArray) -> tuple[float, FloatArray]:
        mean, sd = point
        level, first, _ = people.with_slopes(mean + sd * _POINTS)
        weighted = _weights(level) * first
        gradient = np.array([weighted.sum(), (weighted * _POINTS).sum()])
        return -float(_marginal(level).sum()) / len(level), -gradient / len(level)

    found = optimize.minimize(
        lost, [0.0, start], jac=True, method="L-BFGS-B", bounds=[(-4.0, 4.0), (0.0, MOST_SD)]
    )
    return spread_at(people, float(found.x[1]), float(found.x[0]))


def _ends(people: OwnLikelihood, best: Spread, common: Spread) -> tuple[float, float]:
    """Where the profile likelihood has fallen by half the 95% point of chi-squared."""
    floor = best.log_likelihood - WITHIN_95 / 2

    def above_floor(sd: float) -> float:
        return spread_at(people, sd, best.mean).log_likelihood - floor

    low = 0.0
    if common.log_likelihood < floor:
        low = float(optimize.brentq(above_floor, 0.0, best.sd, xtol=1e-4))
    if above_floor(MOST_SD) > 0:
        return low, MOST_SD
    return low, float(optimize.brentq(above_floor, best.sd, MOST_SD, xtol=1e-4))


def _marginal(level: FloatArray) -> FloatArray:
    """Log-likelihood (people,) averaged over the nodes."""
    return np.asarray(special.logsumexp(level + _LOG_WEIGHTS, axis=1))


def _weights(level: FloatArray) -> FloatArray:
    """Weights (people, nodes) of the nodes given each person's diary."""
    return np.asarray(special.softmax(level + _LOG_WEIGHTS, axis=1))


def _average(weight: FloatArray, values: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("ij,ij->i", weight, values))
