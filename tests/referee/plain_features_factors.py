"""Bleedings, cycle windows and the factors of a day, a second time, day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
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
    "extra": ("extra", dict),
}


def bleedings(diary: list[Row]) -> list[Row]:
    rows = []
    for person, days in by_person(diary).items():
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
    for person, days in by_person(diary).items():
        bleeding = [row["first_date"] for row in firsts.get(person, [])]
        rows += [
            {
                "person_id": person,
                "diary_date": row["diary_date"],
                **_windows(row["diary_date"], bleeding),
            }
            for row in days
            if bleeding and row.get("menses") is not None
        ]
    return rows


def _windows(day: date, bleeding: list[date]) -> Row:
    offsets = [(day - first).days for first in bleeding]
    to_next = [-offset for offset in offsets if offset <= 0]
    return {
        "menses_window": any(-2 <= offset <= 3 for offset in offsets),
        "ovulation_window": 12 <= min(to_next) <= 16 if to_next else None,
    }


def factor_days(spine_rows: list[Row], diary: list[Row]) -> list[Row]:
    entries = {
        (row["person_id"], row["diary_date"]): row
        for row in diary
        if row["entry_status"] != "missed"
    }
    cycle = {(row["person_id"], row["diary_date"]): row for row in cycle_days(diary)}
    rows = []
    for day in spine_rows:
        key = (day["person_id"], day["diary_date"])
        today = entries.get(key, {})
        before = entries.get((key[0], key[1] - timedelta(1)), {})
        made = {name: day[name] for name in ("person_id", "site_code", "diary_date")}
        for name, (column, rule) in THRESHOLDS.items():
            value = today.get(column)
            made[name] = None if value is None else rule(value)
        for code in ASKED:
            made[code] = _ticked(today, code)
        made["stress_letdown"] = _letdown(before.get("stress"), today.get("stress"))
        made["caffeine_withdrawal"] = _withdrawal(before.get("caffeine_mg"), today)
        made["weekend"] = None if day["date_is_relative"] else key[1].weekday() >= 5
        for name in ("menses_window", "ovulation_window"):
            made[name] = cycle.get(key, {}).get(name)
        rows.append(made)
    return rows


def _ticked(today: Row, code: str) -> bool | None:
    if code not in (today.get("triggers_asked") or ()):
        return None
    return code in (today.get("triggers_present") or ())


def _letdown(before: float | None, today: float | None) -> bool | None:
    if before is None or today is None:
        return None
    # Diaries give a decimal at most: count in tenths.
    return round(10 * before) - round(10 * today) >= 25


def _withdrawal(before: int | None, today: Row) -> bool | None:
    if before is None or today.get("caffeine_mg") is None:
        return None
    return bool(today["caffeine_mg"] == 0 and before >= 190)
