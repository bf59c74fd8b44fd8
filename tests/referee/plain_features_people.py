"""People invented for the referees: diaries of every habit, with gaps, silence and odd values.

Rows are dictionaries in the columns of core; what is left out is null. Values sit on, below and
above every threshold of the features.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from invented_burden import add_burden
from invented_changes import more_habits
from invented_costs import add_costs
from invented_entries import more_entries
from invented_therapies import more_therapies

Row = dict[str, Any]
Tables = dict[str, list[Row]]

DAY_0 = date(2000, 1, 3)
FIRST = date(2025, 1, 1)
HABITS: dict[str, tuple[Any, ...]] = {
    "pain_max": (0.0, 3.0, 6.9, 7.0, 10.0),
    "sleep_hours": (4.0, 6.5, 6.51, 9.0),
    "sleep_quality": (1, 2, 3, 5),
    "stress": (0.0, 3.2, 5.7, 8.2, 10.0),
    "posture_rating": (1, 2, 3),
    "screen_hours": (0.0, 7.99, 8.0),
    "alcohol_units": (0.0, 0.5, 6.9, 7.0),
    "caffeine_mg": (0, 0, 95, 190, 285),
    "meals_skipped": (0, 1, 2),
    "water_ml": (1499, 1500, 2500),
    "neck_pain": (0, 2, 3, 9),
    "acute_triptan": (0, 0, 1),
    "acute_nsaid": (0, 2),
    "preventive_taken": (False, True),
}
ASKED = ("bright_light", "cheese", "chocolate", "fatigue", "noise", "odour", "travel")
THERAPIES = (
    "omt_cranial omt_cranial omt_unspecified dry_needling dry_needling acupuncture "
    "massage_medical unmapped preventive_cgrp_mab"
).split()
STATUSES = ("completed", "completed", "completed", "planned", "cancelled")


def invent(seed: int, people: int, days: int) -> Tables:
    """Core tables of invented people, and the days their sites' therapies were delivered for."""
    draw = random.Random(seed)
    tables: Tables = {
        "core.person": [],
        "core.diary_day": [],
        "core.diary_coverage": [],
        "core.therapy": [],
    }
    for number in range(people):
        who: Row = {
            "person_id": draw.getrandbits(60),
            "site_code": f"SITE{number % 3}",
            "person_key": f"person{number}",
        }
        kind = draw.choice(("daily", "daily", "log", "relative"))
        first = DAY_0 if kind == "relative" else FIRST + timedelta(draw.randrange(60))
        tables["core.diary_day"] += _diary(draw, who, kind, first, days)
        if kind == "log":
            tables["core.diary_coverage"] += _coverage(draw, who, first, days)
        tables["core.therapy"] += _therapies(draw, who, first, days)
        if draw.random() < 0.9:
            tables["core.person"].append(_person(draw, who))
    tables["ledger.delivered_period"] = _delivered(random.Random(seed + 1), days)
    more_therapies(tables, seed)
    more_habits(tables, seed)
    add_burden(tables, seed)
    more_entries(tables, seed)
    add_costs(tables, seed)
    return tables


def _delivered(draw: random.Random, days: int) -> list[Row]:
    """Three sites: two complete, one with a month in the middle that did not come whole."""
    first, last = FIRST - timedelta(draw.randrange(20)), FIRST + timedelta(days + 120)
    middle = first + timedelta(draw.randrange(60, 160))
    stretches = (
        ("SITE0", first, last, True),
        ("SITE1", first, middle, True),
        ("SITE1", middle + timedelta(1), middle + timedelta(30), False),
        ("SITE1", middle + timedelta(31), last, True),
        ("SITE2", first, last, True),
    )
    return [
        {
            "site_code": site,
            "contract": "therapy",
            "from_date": since,
            "to_date": until,
            "is_complete": is_complete,
        }
        for site, since, until, is_complete in stretches
        if since <= until
    ]


def _diary(draw: random.Random, who: Row, kind: str, first: date, days: int) -> list[Row]:
    skipped = draw.choice((0.0, 0.05, 0.4)) if kind != "log" else 0.7
    silent = draw.choice((0.0, 0.1, 0.5))
    says_migraine = draw.random() < 0.7
    cycle = draw.choice((None, 26, 29))
    rows = []
    for day in range(days):
        if draw.random() < skipped:
            continue
        row: Row = {
            **who,
            "diary_date": first + timedelta(day),
            "entry_basis": "event_log" if kind == "log" else "daily_prompt",
            "entry_status": "missed" if draw.random() < 0.05 else "complete",
            "date_is_relative": kind == "relative",
        }
        if row["entry_status"] == "complete":
            row |= _answers(draw, silent, says_migraine)
            if cycle and draw.random() >= silent:
                row["menses"] = day % cycle < 4
        rows.append(row)
    return rows


def _answers(draw: random.Random, silent: float, says_migraine: bool) -> Row:
    headache = draw.random() < 0.25
    told: Row = {name: draw.choice(values) for name, values in HABITS.items()}
    told["headache"] = headache
    if says_migraine:
        told["migraine"] = headache and draw.random() < 0.6
    told["triggers_asked"] = list(ASKED)
    told["triggers_present"] = [code for code in ASKED if draw.random() < 0.3]
    told["extra"] = {"x_nap": float(draw.randrange(4))}
    return {name: value for name, value in told.items() if draw.random() >= silent}


def _coverage(draw: random.Random, who: Row, first: date, days: int) -> list[Row]:
    starts = sorted(draw.sample(range(days), 3))
    return [
        {
            **who,
            "from_date": first + timedelta(start),
            "to_date": first + timedelta(start + draw.randrange(days // 2)),
        }
        for start in starts
    ]


def _therapies(draw: random.Random, who: Row, first: date, days: int) -> list[Row]:
    return [
        {
            **who,
            "therapy_key": f"{who['person_key']}-{number}",
            "therapy_code": draw.choice(THERAPIES),
            "start_date": first + timedelta(draw.randrange(-10, days + 20)),
            "delivery": "session",
            "status": draw.choice(STATUSES),
        }
        for number in range(draw.randrange(6))
    ]


def _person(draw: random.Random, who: Row) -> Row:
    return {
        **who,
        "birth_year": draw.choice((None, 1960, 1999)),
        "age_years": draw.choice((None, 30)),
        "sex": draw.choice(("female", "female", "male", "other", "unknown", None)),
        "diagnosis": draw.choice(("mwoa", "chronic_migraine", "unknown", None)),
    }
