"""Days of diaries to spoil: three of them, one with a change, or months of several people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sites_at_the_door import DAY_1, DAY_2, DAY_3, HEADER, csv_of

DIARY = csv_of(DAY_1, DAY_2, DAY_3)
FIRST = dt.date(2025, 3, 1)
# A person's day, by number of the person and of the day: what differs from a plain one.
Change = Callable[[int, int], dict[str, object]]


def row(number: int, **changed: str) -> str:
    """DAY_1 on the day of March of that number, with some columns changed."""
    values = dict(zip(HEADER.split(","), DAY_1.split(","), strict=True))
    return ",".join((values | {"diary_date": f"2025-03-{number:02d}", **changed}).values())


def with_column(name: str, *values: str) -> bytes:
    """A diary of as many days as values, with one column more."""
    rows = (f"{row(number)},{value}" for number, value in enumerate(values, 1))
    return csv_of(*rows, header=f"{HEADER},{name}")


def with_values(name: str, *values: str) -> bytes:
    """A diary of as many days as values, each with its own in one column."""
    return csv_of(*(row(number, **{name: value}) for number, value in enumerate(values, 1)))


def _nothing(_person: int, _day: int) -> dict[str, object]:
    return {}


def months(
    change: Change = _nothing,
    *,
    people: int = 4,
    days: int = 30,
    first: dt.date = FIRST,
    step: int = 1,
) -> bytes:
    """A plain diary of people times days rows, a headache every third day; ``change`` spoils it.

    A column ``change`` names that is not in a plain row is put behind the others.
    """
    rows = [
        _plain(person, number, first + dt.timedelta(days=number * step)) | change(person, number)
        for person in range(people)
        for number in range(days)
    ]
    lines = (",".join(str(value) for value in one.values()) for one in rows)
    return csv_of(*lines, header=",".join(rows[0]))


def _plain(person: int, number: int, day: dt.date) -> dict[str, object]:
    aches = (number + person) % 3 == 0
    return {
        "person_key": f"person-{person}",
        "diary_date": day.isoformat(),
        "entry_status": "complete",
        "headache": str(aches).lower(),
        "migraine": str(aches and number % 2 == 0).lower(),
        "pain_max": 3 + number % 5 if aches else 0,
        "sleep_hours": 6 + (number * 3 + person) % 5 / 2,
        "neck_pain": (number + person) % 4,
    }
