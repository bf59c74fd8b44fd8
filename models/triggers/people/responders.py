"""Some people respond, most do not: a point mass without effect, and responders who share one.

A person is a responder with probability ``share``; a responder's log rate ratio is ``effect``,
everybody else's is 0. Found by maximum likelihood over each person's own likelihood; the interval
of the share is the profile of the likelihood. Against a common effect (one number) and a normal
spread (two numbers, as here) by BIC; to be said to explain the diaries better than a normal spread
it must do so by 3.84 in twice the log-likelihood. Under a normal truth twice the difference is near
Normal(-d^2, 4 d^2) for whatever d the diaries allow, and exceeds 3.84 with at most 2.5%.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np
from scipy import optimize

from models.stream.person_days import FloatArray
from models.triggers.people.normal_spread import WITHIN_95, SpreadTest
from models.triggers.people.own_likelihood import OwnLikelihood

MOST_EFFECT = log(8)
COARSE_EFFECTS = np.concatenate(
    [-np.linspace(MOST_EFFECT, 0.1, 16), np.linspace(0.1, MOST_EFFECT, 16)]
)
MOST_OF_ALL = 0.999  # a share of 1 would make some diaries impossible
SHARES = np.concatenate([[0.005], np.linspace(0.02, 0.98, 25)])
BETTER_THAN_SPREAD = 3.84
MOST_SHARE = 0.5  # beyond it one would say that most people respond
FINE = 1e-4


@dataclass(frozen=True)
class Responders:
    """The share of people who respond, their log rate ratio, and each with its 95% interval.

    ``against_common`` and ``against_spread`` are how far BIC falls, by how much twice the
    log-likelihood rises, over a common effect and over a normal spread.
    """

    share: float
    share_low: float
    share_high: float
    effect: float
    effect_low: float
    effect_high: float
    log_likelihood: float
    against_common: float
    against_spread: float

    @property
    def are_shown(self) -> bool:
        """True where a minority of responders explains the diaries better than both others."""
        return (
            self.against_common > 0
            and self.against_spread > BETTER_THAN_SPREAD
            and self.share_high < MOST_OF_ALL
            and self.share <= MOST_SHARE
        )


class _Ratios:
    """How much likelier each person's diary is for a responder than for anybody else."""

    def __init__(self, people: OwnLikelihood, pooled: float) -> None:
        self._people = people
        self._pooled = pooled
        self._without = people.log_likelihood(np.array([-pooled]))[:, 0]

    def at(self, effects: FloatArray) -> FloatArray:
        """Likelihood ratio minus 1 (people, effects)."""
        level = self._people.log_likelihood(effects - self._pooled)
        return np.asarray(np.expm1(np.minimum(level - self._without[:, np.newaxis], 500.0)))

    def log_likelihood(self, share: float, effect: float) -> float:
        gain = np.log1p(share * self.at(np.array([effect]))[:, 0])
        return float(np.sum(self._without + gain))


def fit_responders(people: OwnLikelihood, pooled: float, spread: SpreadTest) -> Responders:
    """Responders to one factor whose pooled log rate ratio, where l is centred, is ``pooled``."""
    ratios = _Ratios(people, pooled)
    share, effect = _coarse(ratios)
    found = optimize.minimize(
        lambda point: -ratios.log_likelihood(point[0], point[1]) / len(people.score),
        [share, effect],
        method="Nelder-Mead",
        bounds=[(0.0, MOST_OF_ALL), (-MOST_EFFECT, MOST_EFFECT)],
        options={"xatol": FINE, "fatol": 1e-10},
    )
    share, effect = (float(value) for value in found.x)
    best = ratios.log_likelihood(share, effect)
    share_low, share_high = _share_ends(ratios, share, effect, best)
    effect_low, effect_high = _effect_ends(ratios, effect, best)
    n_people = len(people.score)
    return Responders(
        share,
        share_low,
        share_high,
        effect,
        effect_low,
        effect_high,
        best,
        against_common=2 * (best - spread.common.log_likelihood) - log(n_people),
        against_spread=2 * (best - spread.best.log_likelihood),
    )


def _coarse(ratios: _Ratios) -> tuple[float, float]:
    """The best of a grid of shares and effects."""
    excess = ratios.at(COARSE_EFFECTS)
    level = np.array([np.log1p(share * excess).sum(axis=0) for share in SHARES])
    row, column = np.unravel_index(int(np.argmax(level)), level.shape)
    return float(SHARES[row]), float(COARSE_EFFECTS[column])


def _share_ends(ratios: _Ratios, share: float, effect: float, best: float) -> tuple[float, float]:
    """Ends of the profile interval of the share, the effect free on its own side of zero."""
    side = (0.0, MOST_EFFECT) if effect > 0 else (-MOST_EFFECT, 0.0)

    def above_floor(at: float) -> float:
        found = optimize.minimize_scalar(
            lambda value: -ratios.log_likelihood(at, value), bounds=side, method="bounded"
        )
        return -float(found.fun) - best + WITHIN_95 / 2

    return _ends(above_floor, share, 0.0, MOST_OF_ALL)


def _effect_ends(ratios: _Ratios, effect: float, best: float) -> tuple[float, float]:
    """Ends of the profile interval of the responders' effect, the share free."""

    def above_floor(at: float) -> float:
        excess = ratios.at(np.array([at]))[:, 0]
        found = optimize.minimize_scalar(
            lambda value: -float(np.log1p(value * excess).sum()),
            bounds=(0.0, MOST_OF_ALL),
            method="bounded",
        )
        level = -float(found.fun) + ratios.log_likelihood(0.0, at)
        return level - best + WITHIN_95 / 2

    return _ends(above_floor, effect, -MOST_EFFECT, MOST_EFFECT)


def _ends(
    above_floor: Callable[[float], float], best: float, lowest: float, highest: float
) -> tuple[float, float]:
    low, high = lowest, highest
    if best > lowest and above_floor(lowest) < 0:
        low = float(optimize.brentq(above_floor, lowest, best, xtol=FINE))
    if best < highest and above_floor(highest) < 0:
        high = float(optimize.brentq(above_floor, best, highest, xtol=FINE))
    return low, high
