"""Four worlds in which people start a therapy after bad months, and would have got better anyway.

A month's migraine days are a beta-binomial count: a person's own level, slow ups and downs, and
more scatter than a coin's. At the end of the sixth month people choose therapy A, therapy B or
nothing, a therapy more often after two bad months. A multiplies the chance of a migraine day by
``ratio``; B and nothing do nothing. In two worlds a stable severity that no column holds makes
people start as well, A twice as much as B.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import expit

MONTH = 28
BEFORE = 6  # months of history; month 0 begins with the start, the outcome is months 1 and 2
NOTHING, COMPARATOR = "nothing", "active comparator"
SITES = tuple(f"site {number:02d}" for number in range(12))

# The numbers below were chosen on 400,000 people of seed 1, which no measurement uses, so that the
# naive analyses err as they do in the design: 4.0 times the variance of a Poisson count over
# people, a placebo followed by 0.02 migraine days a day less, and so on.
_LEVEL = -1.3  # log odds of a migraine day: 6.8 of 28 on average
_SEVERITY_SD, _DRIFT_SD, _DRIFT_CORRELATION = 0.65, 0.45, 0.7
_EVENNESS = 13.0  # of the beta distribution of a month's chance
_START, _PER_BAD_DAY = -0.75, 0.068  # log odds of starting A, and what one migraine day adds
_LAST_TWO = (0.7, 0.3)
_COMPARATOR_SHARE = 0.75  # of what a bad month adds for A
_OBSERVED_DAYS = 24.0
DRAWN_FOR_EACH = 3  # people drawn for each of a comparison: more than enough choose one of its arms


@dataclass(frozen=True)
class TherapyWorld:
    """What A does to the chance of a migraine day, and how severity chooses beyond the months."""

    ratio: float = 1.0
    hidden: float = 0.0  # log odds of starting A per standard deviation; half of it for B


WORLDS = {
    "S1": TherapyWorld(ratio=0.84),
    "S2": TherapyWorld(ratio=0.84, hidden=0.5),
    "S3": TherapyWorld(),
    "S4": TherapyWorld(hidden=0.5),
}
NULLS = ("S3", "S4")


def draw_people(world: TherapyWorld, people: int, seed: int) -> pl.DataFrame:
    """Everybody at the landmark, as the models read them, with what they ``chose``.

    ``effect`` is what the chosen therapy adds to the outcome, in migraine days per 28, given the
    person's own chances: 0 but for starters of A.
    """
    draw = np.random.default_rng(seed)
    severity, age = draw.normal(size=people), draw.normal(42, 11, people)
    is_female = draw.random(people) < 0.8
    site = draw.integers(0, len(SITES), people)
    level = _LEVEL + _SEVERITY_SD * severity + 0.15 * (is_female - 0.8) - 0.005 * (age - 42)
    level += np.linspace(-0.3, 0.3, len(SITES))[site]
    chance = expit(level + _DRIFT_SD * _drift(draw, people, BEFORE + 3))
    months = _count(draw, chance[:BEFORE])
    bad = _LAST_TWO[0] * months[-1] + _LAST_TWO[1] * months[-2] - 7
    toward_a = _START + _PER_BAD_DAY * bad + world.hidden * severity
    toward_b = _START + _COMPARATOR_SHARE * _PER_BAD_DAY * bad + world.hidden / 2 * severity
    taste = draw.gumbel(size=(3, people))
    chosen = np.argmax(np.stack([np.zeros(people), toward_a, toward_b]) + taste, axis=0)
    treated = chance[BEFORE:] * np.where(chosen == 1, world.ratio, 1.0)
    after = _count(draw, treated)
    observed = draw.binomial(MONTH, _OBSERVED_DAYS / MONTH, size=(2, people)).astype(float)
    return pl.DataFrame(
        {
            "person_id": np.arange(people),
            "site_code": np.array(SITES)[site],
            "chose": np.array([NOTHING, "A", COMPARATOR])[chosen],
            "age_years": np.floor(age),
            "is_female": is_female,
            **{f"mmd_m{BEFORE - month}": months[month] for month in range(BEFORE)},
            "mmd_after": after[1:].mean(axis=0),
            "observed_before": observed[0],
            "observed_after": observed[1],
            "effect": MONTH * (treated - chance[BEFORE:])[1:].mean(axis=0),
        }
    )


def trial_of(everybody: pl.DataFrame, comparator: str, people: int) -> pl.DataFrame:
    """The first so many who chose A (``arm`` 1) or the comparator (0), in the order of drawing."""
    pair = everybody.filter(pl.col("chose").is_in(["A", comparator])).head(people)
    return pair.with_columns(arm=(pl.col("chose") == "A").cast(pl.Int64))


def _drift(draw: np.random.Generator, people: int, months: int) -> np.ndarray:
    """Stationary ups and downs of unit variance, (months, people)."""
    level = np.empty((months, people))
    level[0] = draw.normal(size=people)
    for month in range(1, months):
        shock = np.sqrt(1 - _DRIFT_CORRELATION**2) * draw.normal(size=people)
        level[month] = _DRIFT_CORRELATION * level[month - 1] + shock
    return level


def _count(draw: np.random.Generator, chance: np.ndarray) -> np.ndarray:
    """Migraine days of 28 by beta-binomial draws of mean ``chance``."""
    own = draw.beta(chance * _EVENNESS, (1 - chance) * _EVENNESS)
    return draw.binomial(MONTH, own).astype(float)
