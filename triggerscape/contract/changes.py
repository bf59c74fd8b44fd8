"""Contracts of a day beside the days before it: changes, surprise, and what the last days held."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.feature_columns import DIARY_DATE
from triggerscape.contract.language import Column, Kind, Table

_KEY = ("person_id", "diary_date")
_SPANS = (7, 28)


def _yes_no(name: str, meaning: str) -> Column:
    return Column(name, Kind.BOOLEAN, f"{meaning}; null unless both days are known")


def _surprisal(habit: str, of: str, levels: str) -> Column:
    meaning = f"Surprisal of the level of {of}: {levels}"
    return Column(f"{habit}_surprisal", Kind.DOUBLE, meaning, unit="bit", low=0, high=5.05)


def _total(name: str, meaning: str, unit: str, high: int) -> Column:
    return Column(name, Kind.BIGINT, meaning, unit=unit, low=0, high=high)


def _counts(span: int) -> tuple[Column, ...]:
    """Days of the ``span`` days before: observed, and of each kind with how many are known."""
    counted = {
        "headache": "headache",
        "attack": "an attack",
        "severe": "severe pain",
        "acute": "an acute drug",
    }
    before = f"of the {span} days before"
    columns = [_total(f"observed_days_{span}", f"Observed days {before}", "d", span)]
    for name, what in counted.items():
        known = f"Days {before} of which it is known whether they had {what}"
        columns += [
            _total(f"{name}_known_days_{span}", known, "d", span),
            _total(f"{name}_days_{span}", f"Days {before} with {what}", "d", span),
        ]
    return tuple(columns)


CHANGE_DAY = Table(
    name="features.change_day",
    grain="one row per person and day with an entry whose day before has one too",
    key=_KEY,
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        DIARY_DATE,
        Column(
            "sleep_change_minutes",
            Kind.BIGINT,
            "Sleep against the night before, below 0 for less; null unless both are known",
            unit="min",
            low=-1440,
            high=1440,
        ),
        _yes_no("sleep_shift", "Sleep differs by sleep_shift_minutes or more"),
        _yes_no("low_sleep_twice", "Sleep of 6.5 hours or less in two nights running"),
        _yes_no("stress_letdown", "Stress fell by 2.5 points or more since the day before"),
        _yes_no("stress_rise", "Stress rose by 2.5 points or more since the day before"),
        _yes_no("high_stress_twice", "Stress of high_stress or more on two days running"),
        _yes_no("caffeine_drop", "Caffeine fell by caffeine_drop_mg or more since the day before"),
        _yes_no("caffeine_withdrawal", "No caffeine after 190 mg or more on the day before"),
    ),
)

SURPRISE_DAY = Table(
    name="features.surprise_day",
    grain="one row per person and day with a habit whose last 28 days are known well enough; "
    "surprisal is -log2((1 + days of the same level) / (known days + levels)) over those days, "
    "null with fewer known days than surprise_known_days",
    key=_KEY,
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        DIARY_DATE,
        _surprisal("stress", "stress", "below 2, 4, 6, 8 points, or more"),
        _surprisal("sleep", "sleep", "up to 5, 6.5, 7.5, 9 hours, or more"),
        _surprisal("caffeine", "caffeine", "none, below 190, below 285 mg, or more"),
        _surprisal("alcohol", "alcohol", "none, below 7 units, or more"),
        _surprisal("meals", "meals skipped", "none, or any"),
        Column(
            "known_habits",
            Kind.BIGINT,
            "Habits whose surprisal is known",
            unit="{habit}",
            low=1,
            high=5,
        ),
        Column(
            "mean_surprisal",
            Kind.DOUBLE,
            "Mean surprisal of those habits",
            unit="bit",
            low=0,
            high=5.05,
        ),
    ),
)

RECENT_DAYS = Table(
    name="features.recent_days",
    grain="one row per person and spine day: what the 7 and the 28 days before it held",
    key=_KEY,
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        DIARY_DATE,
        *(column for span in _SPANS for column in _counts(span)),
        _total("sleep_minutes_7", "Sleep of the 7 days before, added up", "min", 10080),
        _total("sleep_known_days_7", "Days behind that sum", "d", 7),
        _total("stress_tenths_7", "Stress of the 7 days before, added up", "{score}/10", 700),
        _total("stress_known_days_7", "Days behind that sum", "d", 7),
    ),
)
CHANGES: tuple[Table, ...] = (CHANGE_DAY, SURPRISE_DAY, RECENT_DAYS)
