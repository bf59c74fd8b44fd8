"""The catalogue's whole columns: units, scales, signs turned round, diaries that are none.

What is wrong here is wrong in no single row: the review of the whole file finds it.
"""

from __future__ import annotations

import datetime as dt

from sample_days import FIRST, months
from spoiled import Spoiled, diary

_ROWS = "120 = 120 + 0 + 0"
_HELD = "120 = 0 + 120 + 0"
_MINUTES = {"sleep_hours": '[columns.diary.sleep_hours]\nunit = "min"'}
_POOL_DAYS = 180


def _sleep_in_minutes(person: int, day: int) -> dict[str, object]:
    return {"sleep_hours": 380 + (person + day) % 7 * 10}


def _minutes_from_april(person: int, day: int) -> dict[str, object]:
    return _sleep_in_minutes(person, day) if day >= 31 else {}


def _pain_to_100(person: int, day: int) -> dict[str, object]:
    return {"pain_max": 20 + (person + day) % 7 * 10 if (day + person) % 3 == 0 else 0}


def _posture(person: int, day: int, *, is_best_high: bool) -> dict[str, object]:
    """Worse posture on headache days: lower, where 5 is best."""
    rating = 2 + day % 2 if (day + person) % 3 == 0 else 3 + day % 3
    return {"posture_rating": rating if is_best_high else 6 - rating}


def _five_is_best(person: int, day: int) -> dict[str, object]:
    return _posture(person, day, is_best_high=True)


def _five_is_worst(person: int, day: int) -> dict[str, object]:
    return _posture(person, day, is_best_high=False)


def _some_999(person: int, day: int) -> dict[str, object]:
    return {"caffeine_mg": 999 if (day + person) % 6 == 0 else (day + person) % 5 * 95}


def _word_nobody_knows(person: int, day: int) -> dict[str, object]:
    return {"entry_status": "done" if (day + person) % 10 == 0 else "complete"}


def _eleven(person: int, day: int) -> dict[str, object]:
    aches = (day + person) % 3 == 0
    return {"pain_max": 11 if aches and day % 2 else 6 if aches else 0}


def _free_of_headache(person: int, day: int) -> dict[str, object]:
    """The column says that a day was free of headache; nine in ten are."""
    return {
        "headache": str((day + person) % 10 != 0).lower(),
        "migraine": "",
        "pain_max": "",
    }


def _attack(person: int, day: int) -> dict[str, object]:
    return {"headache": "true", "migraine": "true", "pain_max": 6}


def _entered_on_the_last_day(person: int, day: int) -> dict[str, object]:
    return {"entered_at": f"{FIRST + dt.timedelta(days=29)}T21:{day:02d}:00"}


COLUMNS: tuple[Spoiled, ...] = (
    diary(
        "39A",
        "sleep in minutes, undeclared",
        months(_sleep_in_minutes),
        _HELD,
        rule="review.unit_suspected diary.sleep_hours.range",
        says="sleep_hours looks like minutes or seconds instead of hours",
    ),
    diary(
        "39B",
        "sleep in minutes, declared",
        months(_sleep_in_minutes),
        _ROWS,
        profile=_MINUTES["sleep_hours"],
    ),
    diary(
        "39C",
        "pain from 0 to 100, undeclared",
        months(_pain_to_100),
        _HELD,
        rule="review.rule_broken_often diary.pain_max.range",
        says="in more than 5% of the rows pain_max is outside 0 to 10",
    ),
    diary(
        "40",
        "hours until March, minutes from April on",
        months(_minutes_from_april, days=60),
        "240 = 0 + 240 + 0",
        rule="review.unit_changed diary.sleep_hours.range",
        says="sleep_hours changes its size in 2025-04, as after a change of unit",
    ),
    diary(
        "41A",
        "a posture of 5 is the worst, unlike at the other sites",
        months(_five_is_worst, days=_POOL_DAYS, first=dt.date(2024, 10, 1)),
        "720 = 720 + 0 + 0",
        says="posture_rating moves with headache in the other direction than at the other sites",
    ),
    diary(
        "41B",
        "the same, declared",
        months(_five_is_worst, days=_POOL_DAYS, first=dt.date(2024, 10, 1)),
        "720 = 720 + 0 + 0",
        profile="[columns.diary.posture_rating]\nreverse = [1, 5]",
    ),
    diary(
        "41C",
        "another site, where 5 is best",
        months(_five_is_best, days=_POOL_DAYS, first=dt.date(2024, 10, 1)),
        "720 = 720 + 0 + 0",
    ),
    diary(
        "43C",
        "a pain of 11 in one row of six",
        months(_eleven),
        _HELD,
        rule="review.rule_broken_often diary.pain_max.range",
        says="pain_max is outside 0 to 10",
    ),
    diary(
        "44C",
        "999 milligrams of caffeine in one row of six",
        months(_some_999),
        _ROWS,
        says="caffeine_mg is 99, 999, -9 or their like more often than by chance",
    ),
    diary(
        "45E",
        "a word nobody knows in one row of ten",
        months(_word_nobody_knows),
        _HELD,
        rule="review.rule_broken_often diary.entry_status.word",
        says="entry_status holds a word outside its list",
    ),
    diary(
        "46A",
        "a column that says yes to no headache",
        months(_free_of_headache),
        _ROWS,
        says="the share of headache days lies outside 2% to 80%",
    ),
    diary(
        "46B",
        "the same, declared",
        months(_free_of_headache),
        _ROWS,
        profile="[columns.diary.headache]\nnegate = true",
    ),
    diary(
        "53A",
        "a log of attacks sent as a daily diary",
        months(_attack, step=3, days=20),
        "80 = 0 + 80 + 0",
        rule="review.event_log",
        says="it looks like a log of attacks, not a daily diary",
    ),
    diary(
        "53B",
        "the same, declared",
        months(_attack, step=3, days=20),
        "80 = 80 + 0 + 0",
        profile='entry_basis = "event_log"',
    ),
    diary(
        "54",
        "a month filled in on its last evening",
        months(_entered_on_the_last_day),
        _ROWS,
        says="many entries were made more than 3 days after the day they are about",
    ),
)
