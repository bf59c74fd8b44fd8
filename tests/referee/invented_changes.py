"""Invented habits on and beside every limit of a change and a level, of people steady or not."""

from __future__ import annotations

import random
from typing import Any

Tables = dict[str, list[dict[str, Any]]]
LIMITS: dict[str, tuple[Any, ...]] = {
    "sleep_hours": (0.0, 4.5, 5.0, 5.02, 6.5, 6.52, 7.5, 7.52, 8.5, 9.0, 9.02, 24.0),
    "stress": (0.0, 1.9, 2.0, 3.9, 4.0, 5.9, 6.0, 6.9, 7.0, 7.9, 8.0, 10.0),
    "caffeine_mg": (0, 1, 94, 95, 189, 190, 284, 285, 2000),
    "alcohol_units": (0.0, 0.1, 6.9, 7.0, 40.0),
    "meals_skipped": (0, 1, 5),
}


def more_habits(tables: Tables, seed: int) -> None:
    """Give half of the people such habits, on days on which they told any: an own draw."""
    draw = random.Random(seed + 20260307)
    people = sorted({row["person_id"] for row in tables["core.diary_day"]})
    steady = {person: draw.choice((0.0, 0.8)) for person in people if draw.random() < 0.5}
    usual = {
        person: {name: draw.choice(values) for name, values in LIMITS.items()} for person in steady
    }
    for row in tables["core.diary_day"]:
        person = row["person_id"]
        if person not in steady:
            continue
        for name, values in LIMITS.items():
            if name in row:
                is_usual = draw.random() < steady[person]
                row[name] = usual[person][name] if is_usual else draw.choice(values)
