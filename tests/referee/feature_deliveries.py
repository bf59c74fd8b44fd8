"""Deliveries of invented people: a first one, then corrections, new days and days taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feature_lake import Delivery
from plain_features_people import Row, invent

SEED = 20260302


def first_delivery(people: int = 20, days: int = 180) -> Delivery:
    return Delivery("first", moment(1), invent(SEED, people, days))


def later_deliveries(first: Delivery) -> list[Delivery]:
    """What two people of one bucket send later: corrected days, days to be forgotten, new days."""
    low = sorted({row["person_id"] for row in first.tables["core.diary_day"]})[:2]
    own = [row for row in first.tables["core.diary_day"] if row["person_id"] in low]
    corrected = [row | {"headache": True, "migraine": True, "pain_max": 9.0} for row in own[5:12]]
    forgotten = [silent(row) for row in own[20:24]]
    last = [[row for row in own if row["person_id"] == person][-1] for person in low]
    new = [
        silent(row)
        | {"entry_status": "complete", "headache": True}
        | {"diary_date": row["diary_date"] + timedelta(days)}
        for row in last
        for days in (1, 2, 4)
    ]
    again = own[30:34]
    return [
        Delivery("second", moment(2), {"core.diary_day": [*corrected, *again]}),
        Delivery("third", moment(3), {"core.diary_day": [*forgotten, *new]}),
        Delivery("disputed", moment(3), {"core.diary_day": [silent(row) for row in own[40:42]]}),
        Delivery(
            "disputing",
            moment(3),
            {"core.diary_day": [silent(row) | {"stress": 4.0} for row in own[40:42]]},
        ),
    ]


def moment(day: int) -> datetime:
    """So many days after February 2026."""
    return datetime(2026, 2, 28, tzinfo=UTC).replace(tzinfo=None) + timedelta(day)


def silent(row: Row) -> Row:
    """The same day as a missed entry: whatever was said of it is taken back."""
    kept = ("person_id", "site_code", "person_key", "diary_date", "entry_basis", "date_is_relative")
    return {name: row[name] for name in kept} | {"entry_status": "missed"}
