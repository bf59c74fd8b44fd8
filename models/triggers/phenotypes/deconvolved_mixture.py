"""A mixture of profiles freed of each person's own noise, by expectation-maximisation.

Person i has profile delta_i, in group g with probability weight_g, and then Normal(mean_g,
diag(variance)); the diary gives a score s_i = H_i delta_i + noise with covariance H_i. Each
person's known information takes part, so that people who differ only in how much they recorded are
not read as groups. The variance within groups is the same in all of them: a group may not be just
wider or narrower than the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from scipy import special

from models.stream.person_days import FloatArray
from models.triggers.phenotypes.person_profiles import Profiles

LEAST_VARIANCE = 1e-3  # a standard deviation of 3% in the rate ratio
FIRST_VARIANCE = 0.04
MEAN_STEPS = 8
MOST_CHANGE = 4.0  # of a variance in one round, as a factor
MOST_ROUNDS = 120
SETTLED = 0.02  # in log-likelihood; BIC is compared at several units
TRIES = 8
KEPT_TRIES = 2
TRY_ROUNDS = 3
SEED = 20_261_123


@dataclass(frozen=True, eq=False)
class Mixture:
    """``weights`` (groups,), ``means`` (groups, factors), ``variance`` (factors,), and the fit.

    ``memberships`` (people, groups) are the probabilities of each person's group. BIC counts
    groups x factors + factors + groups - 1 numbers; the lowest is best.
    """

    weights: FloatArray
    means: FloatArray
    variance: FloatArray
    memberships: FloatArray
    log_likelihood: float

    @property
    def n_groups(self) -> int:
        """How many groups there are."""
        return len(self.weights)

    @property
    def bic(self) -> float:
        """Bayesian information criterion."""
        groups, factors = self.means.shape
        numbers = groups * factors + factors + groups - 1
        return float(numbers * log(len(self.memberships)) - 2 * self.log_likelihood)


def fit_one_group(profiles: Profiles) -> Mixture:
    """Everybody around one mean profile."""
    factors = profiles.score.shape[1]
    return _climb(profiles, np.ones(1), np.zeros((1, factors)), np.full(factors, FIRST_VARIANCE))


def fit_groups(profiles: Profiles, one: Mixture, n_groups: int) -> Mixture:
    """The likeliest of several seeded starts; ``one`` is the fit of a single group.

    A start takes the shrunken profiles of people far from each other as means (k-means++), gives
    them a few rounds, and the two best starts go on until they settle.
    """
    seen = _Seen(profiles, one.variance)
    shrunken = seen.posterior_mean(one.means[0])
    starts = []
    for place in range(TRIES):
        draw = np.random.default_rng([SEED, n_groups, place])
        means = _far_apart(shrunken, n_groups, draw)
        weights = np.full(n_groups, 1 / n_groups)
        starts.append(_climb(profiles, weights, means, one.variance / 2, rounds=TRY_ROUNDS))
    starts.sort(key=lambda fit: -fit.log_likelihood)
    ended = [_climb(profiles, fit.weights, fit.means, fit.variance) for fit in starts[:KEPT_TRIES]]
    return _by_weight(max(ended, key=lambda fit: fit.log_likelihood))


class _Seen:
    """What is known of everybody's profile once the variance within groups is given."""

    def __init__(self, profiles: Profiles, variance: FloatArray) -> None:
        self.precision = 1 / variance
        whole = profiles.information + np.diag(self.precision)
        self.covariance = np.linalg.inv(whole)
        self.pulled = np.einsum("ijk,ik->ij", self.covariance, profiles.score)
        self.fit = np.einsum("ij,ij->i", profiles.score, self.pulled)
        self.fit -= np.linalg.slogdet(whole)[1] + np.log(variance).sum()
        self.own_variance = np.einsum("ijj->ij", self.covariance)

    def posterior_mean(self, mean: FloatArray) -> FloatArray:
        """Expected profile (people, factors) of everybody, were they in the group of this mean."""
        return np.asarray(self.pulled + self.covariance @ (self.precision * mean))

    def log_likelihood(self, mean: FloatArray, expected: FloatArray) -> FloatArray:
        """Of everybody (people,), relative to no departure, in the group of this mean."""
        weighted = self.precision * mean
        linear = (self.pulled + expected) @ weighted - mean @ weighted
        return np.asarray((self.fit + linear) / 2)


def _climb(
    profiles: Profiles,
    weights: FloatArray,
    means: FloatArray,
    variance: FloatArray,
    rounds: int = MOST_ROUNDS,
) -> Mixture:
    """Rounds of several steps of weights and means for each step of the variance.

    The matrices depend on the variance alone, so the steps between are cheap. The variance moves by
    a scoring step, which goes further than expectation-maximisation where diaries tell little of a
    person; should one ever lower the likelihood, the plain steps take over.
    """
    reached, plain = -np.inf, False
    for _ in range(rounds):
        seen = _Seen(profiles, variance)
        for _ in range(MEAN_STEPS):
            expected, memberships, level = _expect(seen, weights, means)
            held = memberships.sum(axis=0)
            weights = held / held.sum()
            means = np.einsum("ig,gij->gj", memberships, expected) / held[:, np.newaxis]
        expected, memberships, level = _expect(seen, weights, means)
        if abs(level - reached) < SETTLED:
            break
        plain, reached = plain or level < reached, level
        apart = (expected - means[:, np.newaxis]) ** 2
        grown = np.einsum("ig,gij->j", memberships, apart) + seen.own_variance.sum(axis=0)
        grown = grown / len(memberships)
        if not plain:
            told = np.mean((1 - seen.own_variance / variance) ** 2, axis=0)
            grown = variance + (grown - variance) / told
            grown = np.clip(grown, variance / MOST_CHANGE, variance * MOST_CHANGE)
        variance = np.maximum(grown, LEAST_VARIANCE)
    seen = _Seen(profiles, variance)
    _, memberships, level = _expect(seen, weights, means)
    return Mixture(weights, means, variance, memberships, level)


def _expect(
    seen: _Seen, weights: FloatArray, means: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    """Expected profiles (groups, people, factors), memberships, and the log-likelihood."""
    expected = np.stack([seen.posterior_mean(mean) for mean in means])
    level = np.stack(
        [seen.log_likelihood(mean, one) for mean, one in zip(means, expected, strict=True)], axis=1
    )
    level = level + np.log(np.maximum(weights, 1e-12))
    whole = special.logsumexp(level, axis=1)
    return expected, np.exp(level - whole[:, np.newaxis]), float(whole.sum())


def _far_apart(points: FloatArray, wanted: int, draw: np.random.Generator) -> FloatArray:
    """Points drawn in proportion to the squared distance from those taken (k-means++)."""
    taken = [int(draw.integers(len(points)))]
    for _ in range(wanted - 1):
        apart = np.min([((points - points[place]) ** 2).sum(axis=1) for place in taken], axis=0)
        taken.append(int(draw.choice(len(points), p=apart / apart.sum())))
    return points[taken]


def _by_weight(fit: Mixture) -> Mixture:
    """The same groups, the largest first."""
    order = np.argsort(-fit.weights, kind="stable")
    return Mixture(
        fit.weights[order],
        fit.means[order],
        fit.variance,
        fit.memberships[:, order],
        fit.log_likelihood,
    )
