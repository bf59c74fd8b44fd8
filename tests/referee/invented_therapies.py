"""More therapies for the invented people: courses, open ones, several rows a day, odd ends."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

LEAVES = (
    ("chiropractic_manipulation", "session"),
    ("massage_medical", "session"),
    ("botulinum_toxin", "session"),
    ("preventive_beta_blocker", "course"),
    ("preventive_cgrp_mab", "course"),
    ("selfcare_heat", "home"),
    ("abortive_triptan", "as_needed"),
    ("unmapped", "session"),
)
# On, one below and one above the days at which sessions part, effects begin, carry on or are gone.
STEPS = (1, 7, 14, 15, 21, 22, 28, 29, 41, 42, 43, 70, 71, 84, 85, 98, 99, 112, 113)
LENGTHS = (0, 0, 1, 27, 28, 60, None, None)  # of a supply; None has no last day on record
STATUSES = ("completed",) * 7 + ("no_show",)


def more_therapies(tables: dict[str, list[Row]], seed: int) -> None:
    """Add therapies to every person of the tables, around the days of the diary."""
    draw = random.Random(seed + 20260507)
    people = {row["person_id"]: row for row in reversed(tables["core.diary_day"])}
    for first_day in sorted(people.values(), key=lambda row: str(row["person_key"])):
        who = {name: first_day[name] for name in ("person_id", "site_code", "person_key")}
        for leaf in draw.sample(LEAVES, draw.randrange(4)):
            tables["core.therapy"] += _of_leaf(draw, who, leaf, first_day["diary_date"])


def _of_leaf(draw: random.Random, who: Row, leaf: tuple[str, str], first: date) -> list[Row]:
    code, delivery = leaf
    day = first + timedelta(draw.randrange(-130, 100))
    rows = []
    for _ in range(draw.randrange(1, 8)):
        for _ in range(draw.choice((1, 1, 2, 3))):
            length = draw.choice(LENGTHS)
            if delivery == "session" and draw.random() < 0.9:
                length = None
            rows.append(
                {
                    **who,
                    "therapy_key": f"{who['person_key']}-{code}-{len(rows)}",
                    "therapy_code": code,
                    "start_date": day,
                    "end_date": _end(draw, day, length, delivery),
                    "delivery": delivery,
                    "minutes": draw.choice((None, 0, 15, 30)),
                    "body_region": draw.choice((None, "unknown", "head", "cervical")),
                    "status": draw.choice(STATUSES),
                }
            )
        day += timedelta(draw.choice(STEPS))
    return rows


def _end(draw: random.Random, day: date, length: int | None, delivery: str) -> date | None:
    if length is not None:
        return day + timedelta(length)
    if delivery == "session" or draw.random() < 0.4:
        return date.max if draw.random() < 0.02 else None
    return day + timedelta(draw.choice((13, 27, 83)))
