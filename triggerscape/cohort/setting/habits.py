"""What people do and meet each day, in the fixed-point units in which their diaries record it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from triggerscape.cohort.setting.calendar import Calendar
from triggerscape.cohort.setting.draws import FloatArray, IntArray, Luck, autoregressive
from triggerscape.cohort.setting.people import People

# Stored whole numbers per unit of the contract: 65 tenths are 6.5 hours, exactly.
PER_UNIT: dict[str, int] = {
    "sleep_hours": 10,
    "stress": 2,
    "screen_hours": 10,
    "sitting_hours": 2,
    "alcohol_units": 10,
    "x_humidity": 100,
}
WARM_MONTHS = (5, 6, 7, 8, 9)
_QUARTILE = float(ndtri(0.75))


@dataclass(frozen=True)
class Habit:
    """A standard normal series and ``record``, which turns it into a diary value.

    ``between`` is the share of variance between people, ``with_severity`` the correlation of the
    person's part with the person's burden.
    """

    day_to_day: float
    between: float
    with_severity: float
    record: Callable[[FloatArray], FloatArray]


def _steps(*tails: float) -> Callable[[FloatArray], FloatArray]:
    """Count how many of these upper-tail thresholds a value exceeds."""
    cuts = np.sort(-ndtri(np.array(tails)))
    return lambda level: np.searchsorted(cuts, level, side="right").astype(float)


def _line(mean: float, sd: float, low: float, high: float) -> Callable[[FloatArray], FloatArray]:
    return lambda level: np.clip(np.round(mean + sd * level), low, high)


def _alcohol(level: FloatArray) -> FloatArray:
    drinks = _steps(0.22, 0.11, 0.05, 0.027, 0.015, 0.008, 0.004)(level)
    return drinks * 14  # a US drink is 1.4 units


HABITS: dict[str, Habit] = {
    "sleep_hours": Habit(0.25, 0.30, -0.15, _line(74.0, 11.0, 20, 130)),
    "sleep_quality": Habit(0.25, 0.25, -0.10, lambda z: 1 + _steps(0.95, 0.82, 0.50, 0.17)(z)),
    "stress": Habit(0.45, 0.35, 0.25, _line(9.0, 4.0 / np.sqrt(0.65), 0, 20)),
    "screen_hours": Habit(0.50, 0.55, 0.25, _line(64.8, 28.0, 0, 160)),
    "posture_rating": Habit(0.60, 0.60, -0.30, lambda z: 1 + _steps(0.90, 0.70, 0.35, 0.12)(z)),
    "alcohol_units": Habit(0.15, 0.45, -0.30, _alcohol),
    "caffeine_mg": Habit(0.50, 0.50, 0.0, lambda z: 95 * _steps(0.85, 0.56, 0.183, 0.05)(z)),
    "meals_skipped": Habit(0.20, 0.30, 0.0, _steps(0.12, 0.02)),
    "water_ml": Habit(0.20, 0.40, 0.0, lambda z: 50 * np.clip(np.round(34.8 + 10 * z), 4, 90)),
    "exercise_min": Habit(0.20, 0.40, 0.0, lambda z: 10 * _steps(0.5, 0.4, 0.3, 0.15, 0.05)(z)),
    "sleep_interruptions": Habit(0.25, 0.30, 0.10, _steps(0.6, 0.3, 0.12, 0.05)),
    "chocolate": Habit(0.20, 0.40, 0.0, _steps(0.20)),
    "cheese": Habit(0.20, 0.40, 0.0, _steps(0.08)),
    "travel": Habit(0.50, 0.10, 0.0, _steps(0.01)),
    "odour": Habit(0.10, 0.20, 0.0, _steps(0.05)),
    "neck_pain_any": Habit(0.30, 0.50, 0.0, _steps(0.20)),
    "fatigue": Habit(0.30, 0.35, 0.0, _steps(0.22)),
    "bright_light": Habit(0.30, 0.30, 0.0, _steps(0.05)),
    "x_craving": Habit(0.30, 0.30, 0.0, _steps(0.12)),
    "x_nc1": Habit(0.30, 0.30, 0.20, _steps(0.15)),
    "x_nc2": Habit(0.30, 0.30, 0.20, _steps(0.15)),
    "x_nc3": Habit(0.30, 0.30, 0.20, _steps(0.15)),
}
_NO_COFFEE_TODAY = 0.18  # of days, whatever the habit: gives the 8% of days of withdrawal


def make_habits(people: People, calendar: Calendar, luck: Luck) -> dict[str, IntArray]:
    """Draw every habit of one site: fixed-point values of shape (days, people)."""
    values = {name: _draw(habit, name, people, calendar, luck) for name, habit in HABITS.items()}
    skipped = luck.stream("no coffee").random(values["caffeine_mg"].shape)
    values["caffeine_mg"] = np.where(skipped < _NO_COFFEE_TODAY, 0, values["caffeine_mg"])
    chair = luck.stream("sitting").normal(6.0, 3.0, values["screen_hours"].shape)
    at_most = 48 - np.ceil(values["sleep_hours"] / 5)  # the day has 24 hours
    seated = np.round(chair + values["screen_hours"] / 10)
    values["sitting_hours"] = np.clip(seated, 0, np.minimum(at_most, 36)).astype(np.int16)
    return values | _weather(people.size, calendar, luck)


def _draw(habit: Habit, name: str, people: People, calendar: Calendar, luck: Luck) -> IntArray:
    draws = luck.stream(name)
    own = draws.standard_normal(people.size) * np.sqrt(1 - habit.with_severity**2)
    own += habit.with_severity * people.severity
    daily = autoregressive(draws, calendar.length, people.size, habit.day_to_day)
    level = np.sqrt(habit.between) * own + np.sqrt(1 - habit.between) * daily
    return habit.record(level).astype(np.int16)


def _weather(size: int, calendar: Calendar, luck: Luck) -> dict[str, IntArray]:
    draws = luck.stream("weather")
    pressure = autoregressive(draws, calendar.length, 1, 0.3) > -ndtri(0.10)
    humid = autoregressive(draws, calendar.length, 1, 0.6) / (2 * _QUARTILE)
    warm = np.isin(calendar.month_of_year(), WARM_MONTHS)[:, None]
    shape = (calendar.length, size)
    humidity = np.where(warm, np.clip(np.round(100 * humid), -400, 400), 0)
    return {
        "x_pressure_drop": np.broadcast_to(pressure, shape).astype(np.int16),
        "x_humidity": np.broadcast_to(humidity, shape).astype(np.int16),
    }
