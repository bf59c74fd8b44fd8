"""More of the invented people's days: when entries were made, sitting, exercise, odd cycles."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from typing import Any

DELAYS = (-1, 0, 0, 0, 1, 4, 5, 6, 7, 40)  # days from the day to its entry
AMOUNTS: dict[str, tuple[Any, ...]] = {
    "sitting_hours": (0.0, 0.25, 7.5, 24.0),
    "exercise_min": (0, 20, 1440),
}


def more_entries(tables: dict[str, list[dict[str, Any]]], seed: int) -> None:
    """Fill these in on some entries; let some people bleed seldom, or for a day at a time."""
    draw = random.Random(seed + 4729)
    kinds: dict[int, str] = {}
    cycles = ("as drawn", "seldom", "a day at a time")
    for row in tables["core.diary_day"]:
        kind = kinds.setdefault(row["person_id"], draw.choice(cycles))
        if draw.random() < 0.8:
            moment = time(draw.randrange(24), draw.randrange(60))
            day = row["diary_date"] + timedelta(draw.choice(DELAYS))
            row["entered_at"] = datetime.combine(day, moment)
        if row["entry_status"] == "missed":
            continue
        for name, amounts in AMOUNTS.items():
            if draw.random() < 0.8:
                row[name] = draw.choice(amounts)
        if kind != "as drawn" and "menses" in row:
            row["menses"] = _bleeds(row["diary_date"].toordinal(), kind)


def _bleeds(day: int, kind: str) -> bool:
    """On a few days every 63 or 64 days; or on a single one, and again 10 and 21 days later."""
    return day % 127 in (0, 1, 64) if kind == "seldom" else day % 150 in (0, 10, 21)
