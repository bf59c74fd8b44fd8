"""Habits, bleedings, cycle windows and the factors of a day, a second time, day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from plain_features_diary import by_person
from plain_features_people import Row

ASKED = ("chocolate", "cheese", "travel", "odour", "fatigue", "bright_light")
THRESHOLDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "sleep_short": ("sleep_hours", lambda hours: hours <= 6.5),
    "sleep_poor": ("sleep_quality", lambda score: score in (1, 2)),
    "stress_level": ("stress", lambda points: points / 2),
    "posture_poor": ("posture_rating", lambda score: score in (1, 2)),
    "screen_long": ("screen_hours", lambda hours: hours >= 8),
    "alcohol_any": ("alcohol_units", lambda units: units > 0),
    "alcohol_heavy": ("alcohol_units", lambda units: units >= 7),
    "caffeine_high": ("caffeine_mg", lambda mg: mg >= 285),
    "meal_skipped": ("meals_skipped", lambda meals: meals > 0),
    "water_low": ("water_ml", lambda ml: ml < 1500),
    "neck_pain_any": ("neck_pain", lambda points: points >= 3),
    "preventive_day": ("preventive_taken", bool),
}


# What a habit is counted in: so many in one of what the diary asks for.
HABITS = {
    "sleep_minutes": ("sleep_hours", 60),
    "screen_minutes": ("screen_hours", 60),
    "sitting_minutes": ("sitting_hours", 60),
    "stress_tenths": ("stress", 10),
    "alcohol_tenths": ("alcohol_units", 10),
}
AS_RECORDED = (
    "sleep_quality caffeine_mg meals_skipped water_ml exercise_min posture_rating neck_pain menses"
).split()


def entries(diary: list[Row]) -> list[Row]:
    rows = (row for row in diary if row["entry_status"] != "missed")
    return sorted(rows, key=lambda row: (row["person_id"], row["diary_date"]))


def habit_days(diary: list[Row]) -> list[Row]:
    return [
        {
            **_key(row),
            **{name: _whole(row.get(column), of) for name, (column, of) in HABITS.items()},
            **{name: row.get(name) for name in AS_RECORDED},
        }
        for row in entries(diary)
    ]


def _key(row: Row) -> Row:
    return {name: row[name] for name in ("person_id", "diary_date")}


def _whole(amount: float | None, of: int) -> int | None:
    # In decimals, as people write them down: half a minute is a minute.
    if amount is None:
        return None
    return int((Decimal(str(amount)) * of).quantize(Decimal(1), ROUND_HALF_UP))


def bleedings(diary: list[Row]) -> list[Row]:
    rows = []
    for person, days in by_person(entries(diary)).items():
        bled = {row["diary_date"] for row in days if row.get("menses")}
        rows += [
            {"person_id": person, "first_date": day}
            for day in sorted(bled)
            if not any(day - timedelta(back) in bled for back in range(1, 11))
        ]
    return rows


def cycle_days(diary: list[Row]) -> list[Row]:
    firsts = by_person(bleedings(diary))
    rows = []
    for row in entries(diary):
        bleeding = [one["first_date"] for one in firsts.get(row["person_id"], [])]
        offsets = [(row["diary_date"] - first).days for first in bleeding]
        near = [offset for offset in offsets if abs(offset) <= 60]
        if near and row.get("menses") is not None:
            rows.append({**_key(row), **_windows(near)})
    return rows


def _windows(offsets: list[int]) -> Row:
    to_next = [-offset for offset in offsets if offset <= 0]
    return {
        "menses_window": any(-2 <= offset <= 3 for offset in offsets),
        "ovulation_window": 12 <= min(to_next) <= 16 if to_next else None,
    }


def factor_days(diary: list[Row]) -> list[Row]:
    rows = []
    for entry in entries(diary):
        made = _key(entry)
        for name, (column, rule) in THRESHOLDS.items():
            value = entry.get(column)
            made[name] = None if value is None else rule(value)
        rows.append(made | {code: _ticked(entry, code) for code in ASKED})
    return rows


def _ticked(entry: Row, code: str) -> bool | None:
    if code not in (entry.get("triggers_asked") or ()):
        return None
    return code in (entry.get("triggers_present") or ())


def design_days(diary: list[Row], tables: list[list[Row]], codes: list[str]) -> list[Row]:
    """Each entry's factors together: looked up in the tables, or in what the site added itself."""
    known: dict[tuple[int, date], Row] = {}
    for row in (row for table in tables for row in table):
        known.setdefault((row["person_id"], row["diary_date"]), {}).update(row)
    rows = []
    for entry in entries(diary):
        told = known.get((entry["person_id"], entry["diary_date"]), {}) | (entry.get("extra") or {})
        rows.append({**_key(entry), **{code: told.get(code) for code in codes}})
    return rows
