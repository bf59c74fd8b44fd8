"""Changes since yesterday, surprise and the last days' counts, a second time, day by day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from math import log
from typing import Any

from plain_features_diary import by_person
from plain_features_people import Row

Days = dict[date, Row]
# Each habit: the column, its scale, and the highest value of every level but the last.
LEVELS: dict[str, tuple[str, int, tuple[int, ...]]] = {
    "stress": ("stress", 10, (19, 39, 59, 79)),
    "sleep": ("sleep_hours", 60, (300, 390, 450, 540)),
    "caffeine": ("caffeine_mg", 1, (0, 189, 284)),
    "alcohol": ("alcohol_units", 10, (0, 69)),
    "meals": ("meals_skipped", 1, (0,)),
}
COUNTED = {
    "headache": "is_headache",
    "attack": "is_attack",
    "severe": "is_severe",
    "acute": "is_acute_drug",
}


def scaled(row: Row, column: str, scale: int) -> int | None:
    """Minutes, tenths or the number itself, to the nearest whole."""
    value = row.get(column)
    return None if value is None else int(scale * value + 0.5)


def entries(diary: list[Row]) -> Iterator[tuple[int, Days]]:
    told = [row for row in diary if row["entry_status"] != "missed"]
    for person, rows in by_person(told).items():
        yield person, {row["diary_date"]: row for row in rows}


def change_days(diary: list[Row], shift: int, drop: int, high: int) -> list[Row]:
    made = []
    for person, days in entries(diary):
        for day in sorted(days):
            yesterday = day - timedelta(1)
            if yesterday in days:
                key = {"person_id": person, "diary_date": day}
                made.append(key | _changes(days[yesterday], days[day], shift, drop, high))
    return made


def _changes(yesterday: Row, today: Row, shift: int, drop: int, high: int) -> Row:
    def told(column: str, scale: int, rule: Callable[[int, int], Any]) -> Any:
        then, now = scaled(yesterday, column, scale), scaled(today, column, scale)
        return None if then is None or now is None else rule(then, now)

    return {
        "sleep_change_minutes": told("sleep_hours", 60, lambda then, now: now - then),
        "sleep_shift": told("sleep_hours", 60, lambda then, now: abs(now - then) >= shift),
        "low_sleep_twice": told("sleep_hours", 60, lambda *both: max(both) <= 390),
        "stress_letdown": told("stress", 10, lambda then, now: then - now >= 25),
        "stress_rise": told("stress", 10, lambda then, now: now - then >= 25),
        "high_stress_twice": told("stress", 10, lambda *both: min(both) >= 10 * high),
        "caffeine_drop": told("caffeine_mg", 1, lambda then, now: then - now >= drop),
        "caffeine_withdrawal": told("caffeine_mg", 1, lambda then, now: then >= 190 and now == 0),
    }


def surprise_days(diary: list[Row], enough: int) -> list[Row]:
    made = []
    for person, days in entries(diary):
        levels = {day: _levels(row) for day, row in days.items()}
        for day in sorted(days):
            before = [levels[d] for d in levels if 1 <= (day - d).days <= 28]
            bits = {
                habit: _surprisal(level, [one[habit] for one in before], habit, enough)
                for habit, level in levels[day].items()
            }
            known = [value for value in bits.values() if value is not None]
            if known:
                made.append(
                    {
                        "person_id": person,
                        "diary_date": day,
                        **{
                            f"{habit}_surprisal": None if value is None else value / 1000
                            for habit, value in bits.items()
                        },
                        "known_habits": len(known),
                        "mean_surprisal": sum(known) / (1000 * len(known)),
                    }
                )
    return made


def _levels(row: Row) -> dict[str, int | None]:
    values = {habit: scaled(row, column, n) for habit, (column, n, _) in LEVELS.items()}
    return {
        habit: None if value is None else bisect_left(LEVELS[habit][2], value)
        for habit, value in values.items()
    }


def _surprisal(level: int | None, before: list[int | None], habit: str, enough: int) -> int | None:
    known = [one for one in before if one is not None]
    if level is None or len(known) < enough:
        return None
    choices = len(LEVELS[habit][2]) + 1
    return round(1000 * -log((known.count(level) + 1) / (len(known) + choices), 2))


def recent_days(spine_rows: list[Row], diary: list[Row]) -> list[Row]:
    told = dict(entries(diary))
    made = []
    for person, days in by_person(spine_rows).items():
        for today in (row["diary_date"] for row in days):
            row: Row = {"person_id": person, "diary_date": today}
            for span in (7, 28):
                row |= _counts([day for day in days if _is_before(day, today, span)], span)
            week = [day["diary_date"] for day in days if _is_before(day, today, 7)]
            habits = [told.get(person, {}).get(day, {}) for day in week]
            row |= _sum([scaled(one, "sleep_hours", 60) for one in habits], "sleep", "minutes")
            row |= _sum([scaled(one, "stress", 10) for one in habits], "stress", "tenths")
            made.append(row)
    return made


def _is_before(day: Row, today: date, span: int) -> bool:
    return 1 <= (today - day["diary_date"]).days <= span


def _counts(before: list[Row], span: int) -> Row:
    counts = {f"observed_days_{span}": sum(row["is_observed"] for row in before)}
    for name, column in COUNTED.items():
        known = [row[column] for row in before if row[column] is not None]
        counts[f"{name}_known_days_{span}"] = len(known)
        counts[f"{name}_days_{span}"] = sum(known)
    return counts


def _sum(values: list[int | None], habit: str, unit: str) -> Row:
    known = [value for value in values if value is not None]
    return {f"{habit}_{unit}_7": sum(known), f"{habit}_known_days_7": len(known)}
