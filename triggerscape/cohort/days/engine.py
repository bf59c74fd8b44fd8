"""The daily recursion: migraine follows from yesterday, treatment and all that was known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import expit, logit

from triggerscape.cohort.setting.calendar import MONTH
from triggerscape.cohort.setting.draws import BoolArray, DayArray, FloatArray, Luck
from triggerscape.cohort.setting.people import People
from triggerscape.cohort.truth import Truth

ACUTE_ON_MIGRAINE = 0.65
ACUTE_ON_OTHER = 0.25
OVERUSE_MONTHS = 3


class Treatment(Protocol):
    """What treatment adds to the log odds of migraine on a day."""

    def effect(self, _day: int, _recent: FloatArray, /) -> FloatArray:
        """The added log odds per person, given the day and migraine days of the 28 before it."""


@dataclass(frozen=True)
class Chances:
    """All that is fixed before the days run, each of shape (days, people) unless said otherwise."""

    known_logit: FloatArray  # intercept, drift and factors
    noise: FloatArray  # standard logistic: migraine where log odds + noise > 0
    other_headache: BoolArray  # headache that is not migraine
    acute_draw: FloatArray  # uniform
    overuse_days: DayArray  # (people,)
    first_lag: float
    second_lag: float
    medication_overuse: float

    def of(self, people: DayArray | BoolArray) -> Chances:
        """The same chances for some of the people."""
        return Chances(
            self.known_logit[:, people],
            self.noise[:, people],
            self.other_headache[:, people],
            self.acute_draw[:, people],
            self.overuse_days[people],
            self.first_lag,
            self.second_lag,
            self.medication_overuse,
        )


@dataclass(frozen=True)
class Days:
    """What happened, shape (days, people); ``treatment`` is its part of the log odds."""

    migraine: BoolArray
    log_odds: FloatArray
    acute: BoolArray
    treatment: FloatArray

    @property
    def onset(self) -> BoolArray:
        """First days of migraine: none the day before."""
        before = np.zeros_like(self.migraine)
        before[1:] = self.migraine[:-1]
        return self.migraine & ~before


def draw_chances(truth: Truth, people: People, factors: FloatArray, luck: Luck) -> Chances:
    """Draw everything random about the days, so that a second run meets the same luck."""
    shape = factors.shape
    uniform = luck.stream("migraine").random(shape)
    drift = _drift(truth, shape, luck)
    return Chances(
        known_logit=people.intercept + drift + factors,
        noise=logit(np.maximum(uniform, 1e-300)),
        other_headache=_other_headache(people, shape, luck),
        acute_draw=luck.stream("acute").random(shape),
        overuse_days=people.overuse_days,
        first_lag=float(np.log(truth.persistence_odds_ratio)),
        second_lag=float(np.log(truth.second_day_odds_ratio)),
        medication_overuse=truth.medication_overuse,
    )


def run_days(chances: Chances, treatment: Treatment, until: int | None = None) -> Days:
    """Walk through the days once, vectorised over people; ``until`` stops early."""
    length, size = chances.known_logit.shape
    length = length if until is None else until
    migraine = np.zeros((length, size), dtype=bool)
    acute = np.zeros((length, size), dtype=bool)
    log_odds = np.zeros((length, size))
    treated = np.zeros((length, size))
    yesterday = before = np.zeros(size, dtype=bool)
    recent = np.zeros(size)
    acute_days = np.zeros(size)
    months_over = np.zeros(size)
    for day in range(length):
        if day % MONTH == 0:
            months_over = np.where(acute_days >= chances.overuse_days, months_over + 1, 0)
            acute_days = np.zeros(size)
        treated[day] = treatment.effect(day, recent)
        odds = chances.known_logit[day] + treated[day]
        odds += chances.first_lag * yesterday + chances.second_lag * before
        odds += chances.medication_overuse * (months_over >= OVERUSE_MONTHS)
        today = odds + chances.noise[day] > 0
        takes = np.where(today, ACUTE_ON_MIGRAINE, ACUTE_ON_OTHER * chances.other_headache[day])
        acute[day] = chances.acute_draw[day] < takes
        acute_days += acute[day]
        migraine[day], log_odds[day] = today, odds
        recent += today
        if day >= MONTH:
            recent -= migraine[day - MONTH]
        yesterday, before = today, yesterday
    return Days(migraine, log_odds, acute, treated)


def _drift(truth: Truth, shape: tuple[int, ...], luck: Luck) -> FloatArray:
    """Slow ups and downs, AR(1) from month to month, constant within a person's month."""
    draws = luck.stream("drift")
    months = shape[0] // MONTH + 2
    level = np.empty((months, shape[1]))
    level[0] = draws.standard_normal(shape[1])
    step = np.sqrt(1 - truth.drift_correlation**2)
    for month in range(1, months):
        shock = draws.standard_normal(shape[1])
        level[month] = truth.drift_correlation * level[month - 1] + step * shock
    first_day = draws.integers(0, MONTH, shape[1])  # people's months begin on different days
    month_of = (np.arange(shape[0])[:, None] + first_day) // MONTH
    drift: FloatArray = truth.drift_sd * level[month_of, np.arange(shape[1])]
    return drift


def _other_headache(people: People, shape: tuple[int, ...], luck: Luck) -> BoolArray:
    """A chain of its own: the odds double on the day after another headache."""
    uniform = luck.stream("other headache").random(shape)
    noise = logit(np.maximum(uniform, 1e-300))
    base = logit(people.other_headache)
    repeat = float(np.log(2.0))
    happened = np.zeros(shape, dtype=bool)
    previous = np.zeros(shape[1], dtype=bool)
    balance = repeat * expit(base)  # keeps the long-run share near the person's own
    for day in range(shape[0]):
        previous = base - balance + repeat * previous + noise[day] > 0
        happened[day] = previous
    return happened
