"""What invented people say of their symptoms, their drugs and on questionnaires.

Like the other invented values these sit on, below and above every threshold.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from triggerscape.contract.instruments import INSTRUMENTS

if TYPE_CHECKING:
    from plain_features_people import Row, Tables

SYMPTOMS = "nausea vomiting photophobia phonophobia aggravated_by_activity aura".split()
CLASSES = ("ergot", "opioid", "combination", "gepant", "other")
MINUTES = (0, 29, 30, 59, 60, 239, 240, 1440)
PAIN = (3.9, 4.0)


def add_burden(tables: Tables, seed: int) -> None:
    """Add symptoms and drugs to the diaries, and questionnaires to the people, in place."""
    draw = random.Random(seed + 60221)
    tables["core.questionnaire"] = []
    people: dict[int, list[Row]] = {}
    for row in tables["core.diary_day"]:
        people.setdefault(row["person_id"], []).append(row)
    for days in people.values():
        _add_answers(draw, [day for day in days if day["entry_status"] == "complete"])
        tables["core.questionnaire"] += _questionnaires(draw, days)


def _add_answers(draw: random.Random, days: list[Row]) -> None:
    """Some never tell a thing, some seldom; some have headache most days, some spare drugs."""
    asked = [name for name in (*SYMPTOMS, *CLASSES, "minutes") if draw.random() < 0.7]
    silent = draw.choice((0.0, 0.1, 0.6))
    often = draw.choice((0.0, 0.0, 0.0, 0.5, 0.8))
    favourite = draw.choice((*CLASSES, "triptan", "nsaid"))
    sparing = draw.choice((0.0, 0.0, 0.7, 0.95))
    for day in days:
        if draw.random() < often:
            day["headache"] = True
            if "migraine" in day:
                day["migraine"] = draw.random() < 0.8
            if draw.random() < 0.9:
                day[f"acute_{favourite}"] = 1
        if "pain_max" in day and draw.random() < 0.2:
            day["pain_max"] = draw.choice(PAIN)
        for name in asked:
            if draw.random() < silent:
                continue
            if name in SYMPTOMS:
                day[name] = draw.random() < 0.5
            elif name == "minutes":
                day["headache_minutes"] = draw.choice(MINUTES)
            else:
                day.setdefault(f"acute_{name}", draw.choice((0, 0, 0, 1)))
        if draw.random() < sparing:
            day |= {name: 0 for name in day if name.startswith("acute_")}


def _questionnaires(draw: random.Random, days: list[Row]) -> list[Row]:
    first, last = (day["diary_date"] for day in (days[0], days[-1]))
    rows = {}
    for _ in range(draw.randrange(8)):
        instrument = INSTRUMENTS[draw.choice(("hit6", "midas", *INSTRUMENTS))]
        day = first + timedelta(draw.randrange(-5, (last - first).days + 40))
        row: Row = {
            **{name: days[0][name] for name in ("person_id", "site_code", "person_key")},
            "instrument": instrument.name,
            "completed_on": day,
        }
        answers = {
            f"item_{item}": draw.choice(instrument.points[:20])
            for item in range(1, instrument.items + 1)
        }
        kind = draw.choice(("items", "items", "total", "some", "neither"))
        if kind in {"items", "some"}:
            row |= answers
        if kind == "some":
            row.pop(f"item_{draw.randrange(1, instrument.items + 1)}")
        if kind == "total":
            row["total"] = _a_total(draw, instrument.name)
        if instrument.recall and draw.random() < 0.3:
            row["recall_days"] = draw.choice(instrument.recall)
        rows[instrument.name, day] = row
    return list(rows.values())


def _a_total(draw: random.Random, instrument: str) -> int:
    edges = {"hit6": (36, 49, 50, 55, 56, 59, 60, 78), "midas": (0, 5, 6, 10, 11, 20, 21, 40, 41)}
    return draw.choice(edges.get(instrument, (0, 7, 14)))
