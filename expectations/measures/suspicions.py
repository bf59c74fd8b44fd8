"""Units that give themselves away: what a column looks like in another unit than ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Suspicion:
    """One way to be in another unit.

    ``broken`` is SQL over the typed column, true for a value no person reports in our unit, or
    hardly any; ``per_nonzero`` says that only values that are not zero are counted against, and
    ``among`` that only the rows are with that word in that column.
    """

    contract: str
    column: str
    name: str
    broken: str
    looks_like: str
    fix: str
    per_nonzero: bool = False
    among: tuple[str, str] | None = None


def _in_minutes(column: str) -> Suspicion:
    return Suspicion(
        "diary",
        column,
        "above_24",
        f"{column} > 24",
        "minutes or seconds instead of hours",
        f'declare [columns.diary.{column}] unit = "min" in the profile (or "s"), then run again',
    )


def _small(column: str, below: float, looks_like: str, fix: str) -> Suspicion:
    return Suspicion(
        "diary",
        column,
        f"below_{below:g}",
        f"{column} > 0 AND {column} < {below:g}",
        looks_like,
        f"declare [columns.diary.{column}] {fix} in the profile, then run again",
        per_nonzero=True,
    )


def _above_ten(column: str) -> Suspicion:
    return Suspicion(
        "diary",
        column,
        "above_10",
        f"{column} > 10",
        "a scale of 0 to 100 instead of 0 to 10",
        f"declare the scale of [columns.diary.{column}] in the profile, then run again",
    )


def _hit6_mean(low: int, high: int, looks_like: str, fix: str) -> Suspicion:
    """A mean of the six items: a sum begins at 36."""
    return Suspicion(
        "questionnaire",
        "total",
        f"hit6_{low}_to_{high}",
        f"instrument = 'hit6' AND total BETWEEN {low} AND {high}",
        looks_like,
        fix,
        among=("instrument", "hit6"),
    )


SUSPICIONS: tuple[Suspicion, ...] = (
    _in_minutes("sleep_hours"),
    _in_minutes("sitting_hours"),
    _in_minutes("screen_hours"),
    _small("sleep_hours", 1, "parts of a day instead of hours", "multiply = 24"),
    _above_ten("pain_max"),
    _above_ten("stress"),
    _small("water_ml", 200, "ounces, glasses or litres instead of millilitres", "its unit"),
    _small("caffeine_mg", 12, "cups instead of milligrams", "its unit"),
    _small("headache_minutes", 12, "hours instead of minutes", 'unit = "h"'),
    _small("exercise_min", 4, "hours instead of minutes", 'unit = "h"'),
    _hit6_mean(
        6,
        13,
        "the mean of the six HIT-6 items instead of their sum",
        'declare [columns.questionnaire.total] scale = "mean_item" in the profile, then run again',
    ),
    _hit6_mean(
        1,
        5,
        "the mean of HIT-6 answers counted from 1 to 5 instead of the sum of their points",
        "no total follows from it: ask the site for the points of the six answers, or their sum",
    ),
)
