"""Contracts of what people did and felt on a day: the factors of the trigger models."""

from __future__ import annotations

from triggerscape.contract.core import PERSON_ID
from triggerscape.contract.feature_columns import DIARY_DATE, flag
from triggerscape.contract.language import Column, Kind, Table


def _number(name: str, meaning: str, unit: str, low: int, high: int) -> Column:
    return Column(name, Kind.SMALLINT, meaning, unit=unit, low=low, high=high)


HABIT_DAY = Table(
    name="features.habit_day",
    grain="one row per person and day with an entry: its habits as small whole numbers",
    key=("person_id", "diary_date"),
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        DIARY_DATE,
        _number("sleep_minutes", "Length of the sleep that ended on this day", "min", 0, 1440),
        _number("sleep_quality", "Quality of that sleep, 5 is best", "{score}", 1, 5),
        _number("stress_tenths", "Stress felt, in tenths of a point of 10", "{score}/10", 0, 100),
        _number("caffeine_mg", "Caffeine", "mg", 0, 2000),
        _number("alcohol_tenths", "Alcohol in tenths of a unit, 1 g each", "{unit}/10", 0, 400),
        _number("meals_skipped", "Meals skipped", "{meal}", 0, 5),
        _number("water_ml", "Water drunk", "mL", 0, 12000),
        _number("screen_minutes", "Minutes in front of a screen", "min", 0, 1440),
        _number("sitting_minutes", "Minutes sitting", "min", 0, 1440),
        _number("exercise_min", "Minutes of exercise", "min", 0, 1440),
        _number("posture_rating", "Own rating of posture, 5 is best", "{score}", 1, 5),
        _number("neck_pain", "Neck pain, 10 is worst", "{score}", 0, 10),
        flag("menses", "Menstrual bleeding on this day"),
    ),
)

BLEEDING = Table(
    name="features.bleeding",
    grain="one row per person and first day of menstrual bleeding",
    key=("person_id", "first_date"),
    day="first_date",
    columns=(
        PERSON_ID,
        Column("first_date", Kind.DATE, "Bleeding, and none in the 10 days before"),
    ),
)

CYCLE_DAY = Table(
    name="features.cycle_day",
    grain="one row per day whose bleeding is recorded, with a first day of bleeding within 60 days",
    key=("person_id", "diary_date"),
    day="diary_date",
    columns=(
        PERSON_ID,
        DIARY_DATE,
        flag("menses_window", "From 2 days before to 3 days after a first day of bleeding"),
        flag(
            "ovulation_window",
            "16 to 12 days before the next first day of bleeding; null without one in 60 days",
        ),
    ),
)

FACTOR_DAY = Table(
    name="features.factor_day",
    grain="one row per person and day with an entry; null is not recorded or not asked",
    key=("person_id", "diary_date"),
    day="diary_date",
    has_weeks=True,
    columns=(
        PERSON_ID,
        DIARY_DATE,
        flag("sleep_short", "Sleep that ended on this day lasted 6.5 hours or less"),
        flag("sleep_poor", "Quality of that sleep was 1 or 2 of 5"),
        Column("stress_level", Kind.DOUBLE, "Stress of 0 to 10, in steps of 2 points"),
        flag("posture_poor", "Own posture rating was 1 or 2 of 5"),
        flag("screen_long", "8 hours or more in front of a screen"),
        flag("alcohol_any", "Any alcohol"),
        flag("alcohol_heavy", "7 units of 10 g or more: five US drinks"),
        flag("caffeine_high", "285 mg of caffeine or more: three cups of coffee"),
        flag("meal_skipped", "A meal was skipped"),
        flag("water_low", "Less than 1,500 ml of water"),
        flag("chocolate", "Chocolate, where the diary asks about it"),
        flag("cheese", "Cheese, where the diary asks about it"),
        flag("travel", "Travel, where the diary asks about it"),
        flag("odour", "Odours, where the diary asks about them"),
        flag("neck_pain_any", "Neck pain of 3 or more"),
        flag("fatigue", "Tiredness, where the diary asks about it"),
        flag("bright_light", "Bright light, where the diary asks about it"),
        flag("preventive_day", "Took the day's preventive drug"),
    ),
)
FACTOR_DAYS: tuple[Table, ...] = (HABIT_DAY, BLEEDING, CYCLE_DAY, FACTOR_DAY)
