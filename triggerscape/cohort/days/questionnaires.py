"""HIT-6 and MIDAS answers that agree with the headaches, and with each other as published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement

import numpy as np
from scipy.special import ndtr
from scipy.stats import nbinom

from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.setting.calendar import MONTH
from triggerscape.cohort.setting.draws import DayArray, FloatArray
from triggerscape.contract.instruments import INSTRUMENTS

HIT6_POINTS, HIT6_ITEMS = INSTRUMENTS["hit6"].points, INSTRUMENTS["hit6"].items
QUARTER = 84
MIDAS_HIGHEST = 270  # the five items exclude each other and cannot pass 92 days together each
_ANSWERED = 0.85
_BETWEEN = 0.7  # share of the variance of an answer that stays with the person
_COPULA = 0.72  # of the two instruments


@dataclass(frozen=True)
class Answers:
    """Filled-in questionnaires of one instrument; items of shape (answers, items)."""

    instrument: str
    person: DayArray
    day: DayArray
    items: DayArray
    recall_days: int


@cache
def hit6_combinations() -> dict[int, tuple[tuple[int, ...], ...]]:
    """Every reachable total with the item points that add up to it; 37, 39 and 77 have none."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for points in combinations_with_replacement(HIT6_POINTS, HIT6_ITEMS):
        found.setdefault(sum(points), []).append(points)
    return {total: tuple(sets) for total, sets in sorted(found.items())}


def nearest_hit6(wanted: FloatArray) -> DayArray:
    """The reachable HIT-6 total nearest to each wanted score; the lower of two."""
    totals = np.array(list(hit6_combinations()))
    nearest: DayArray = totals[np.abs(wanted[:, None] - totals).argmin(axis=1)]
    return nearest


def make_answers(world: World) -> tuple[Answers, Answers]:
    """HIT-6 every 28 days and MIDAS every 84 days from enrolment while the person takes part."""
    draws = world.luck.stream("questionnaires")
    headache = world.days.migraine | world.chances.other_headache
    so_far = np.zeros((len(headache) + 1, headache.shape[1]))
    np.cumsum(headache, axis=0, out=so_far[1:])
    own = draws.standard_normal(world.people.size)
    person, day = _occasions(world, draws)
    mood = np.sqrt(_BETWEEN) * own[person]
    mood += np.sqrt(1 - _BETWEEN) * draws.standard_normal(len(person))
    month_days = so_far[day, person] - so_far[day - MONTH, person]
    totals = nearest_hit6(59 + 0.5 * month_days + 7.6 * mood)
    hit6 = Answers("hit6", person, day, _hit6_items(totals, draws), MONTH)
    quarterly = (day - world.enrolled[person]) % QUARTER == 0
    person, day, mood = person[quarterly], day[quarterly], mood[quarterly]
    quarter_days = so_far[day, person] - so_far[day - QUARTER, person]
    midas = Answers("midas", person, day, _midas_items(quarter_days, mood, draws), 92)
    return hit6, midas


def _occasions(world: World, draws: np.random.Generator) -> tuple[DayArray, DayArray]:
    """Person and day of every answered occasion, sorted by person, then day."""
    day = np.arange(world.calendar.length)[:, None]
    due = world.takes_part & ((day - world.enrolled) % MONTH == 0)
    answered = due & (draws.random(due.shape) < _ANSWERED)
    person, when = np.nonzero(answered.T)
    return person, when


def _hit6_items(totals: DayArray, draws: np.random.Generator) -> DayArray:
    items = np.empty((len(totals), HIT6_ITEMS), dtype=np.int64)
    for row, total in enumerate(totals):
        sets = hit6_combinations()[int(total)]
        items[row] = sets[int(draws.integers(len(sets)))]
    shuffled: DayArray = draws.permuted(items, axis=1)
    return shuffled


def _midas_items(
    headache_days: FloatArray, mood: FloatArray, draws: np.random.Generator
) -> DayArray:
    """Negative binomial totals tied to HIT-6 by a Gaussian copula, spread over the five items."""
    size = 1.8
    mean = np.maximum(1.12 * headache_days, 0.05)
    joined = _COPULA * mood + np.sqrt(1 - _COPULA**2) * draws.standard_normal(len(mood))
    total = np.minimum(nbinom.ppf(ndtr(joined), size, size / (size + mean)), MIDAS_HIGHEST)
    items: DayArray = draws.multinomial(total.astype(np.int64), (0.15, 0.25, 0.2, 0.25, 0.15))
    return items
