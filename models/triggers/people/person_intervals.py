"""How many people's own diaries speak for an effect, and how many would by chance alone.

Two kinds of 90% interval of one person's rate ratio. The person's *own* interval uses that diary
and nothing else: the likelihood ratio against a rate ratio of 1, referred to chi-squared. The
*shrunken*
interval (empirical Bayes) adds what the other people say, a normal spread of effects. It takes the
largest spread that its 95% interval allows: with the best spread, as if that were known, the 90%
intervals covered 0.87 of the people, and far fewer where the best spread happened to be zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from models.stream.person_days import FloatArray
from models.triggers.people.normal_spread import LEAST_SD, NormalSpread
from models.triggers.people.own_likelihood import OwnLikelihood

WITHIN_90 = float(stats.chi2.ppf(0.90, 1))
TAIL = 0.05
GRID = np.linspace(-4.5, 4.5, 91)
CHANCE_DRAWS = 40
SEED = 20_261_122


@dataclass(frozen=True)
class ClearPeople:
    """Shares of people: whose own interval excludes 1, that by chance, whose shrunken one does.

    By chance: were everybody's effect the common one, mean over 40 seeded draws of their attacks.
    """

    own: float
    by_chance: float
    shrunken: float


def count_clear_people(people: OwnLikelihood, pooled: float, spread: NormalSpread) -> ClearPeople:
    """Count over the people; ``pooled`` is the log rate ratio at which ``people`` are centred."""
    without = people.log_likelihood(np.array([-pooled]))[:, 0]
    own = 2 * (people.highest() - without) > WITHIN_90
    low, high = shrunken_intervals(people, spread)
    return ClearPeople(
        own=float(own.mean()),
        by_chance=_clear_by_chance(people, pooled, spread.common.mean),
        shrunken=float(np.mean((low > -pooled) | (high < -pooled))),
    )


def shrunken_intervals(
    people: OwnLikelihood, spread: NormalSpread
) -> tuple[FloatArray, FloatArray]:
    """Ends (people,) of the 90% intervals of each person's departure from the pooled effect."""
    widest = spread.region[-1]
    grid = widest.mean + max(widest.sd, LEAST_SD) * GRID
    weight = special.softmax(people.log_likelihood(grid) - GRID**2 / 2, axis=1)
    # Half of a node's weight lies on either side of it.
    reached = np.cumsum(weight, axis=1) - weight / 2
    return _where(reached, TAIL, grid), _where(reached, 1 - TAIL, grid)


def _where(reached: FloatArray, share: float, grid: FloatArray) -> FloatArray:
    """Where each row of a distribution reaches a share, straight between the nodes of the grid."""
    after = np.clip((reached < share).sum(axis=1), 1, len(grid) - 1)
    row = np.arange(len(reached))
    before_share, after_share = reached[row, after - 1], reached[row, after]
    part = np.clip((share - before_share) / (after_share - before_share), 0.0, 1.0)
    return np.asarray(grid[after - 1] + part * (grid[after] - grid[after - 1]))


def _clear_by_chance(people: OwnLikelihood, pooled: float, departure: float) -> float:
    """Draw everybody's attacks anew under one common effect, and count own intervals again."""
    draw = np.random.default_rng(SEED)
    odds = special.logit(people.share) + departure * (people.above + people.below)
    # As many attacks as have, without the dispersion, the variance the person's have with it.
    attacks = np.maximum(np.rint(people.attacks / people.dispersion), 1).astype(np.int64)
    at_one = special.expit(special.logit(people.share) - pooled * (people.above + people.below))
    clear = 0
    for _ in range(CHANCE_DRAWS):
        seen = draw.binomial(attacks, special.expit(odds)) / attacks
        distance = special.rel_entr(seen, at_one) + special.rel_entr(1 - seen, 1 - at_one)
        clear += int(np.count_nonzero(2 * attacks * distance > WITHIN_90))
    return clear / (CHANCE_DRAWS * len(attacks))
