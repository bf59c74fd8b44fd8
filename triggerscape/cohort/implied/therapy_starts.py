"""Who started which therapy first, and who of them a trial could take in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from triggerscape.cohort.days.courses import Course
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.setting.calendar import MONTH
from triggerscape.cohort.setting.draws import BoolArray
from triggerscape.vocabulary import therapy

FIRST_DAY, LAST_DAY = 28, 84  # days 29 to 84 after the start, counted from 1
_LEAST_DAYS = 28  # of those, that have to lie in the calendar
FEWEST_TOLD = 14  # days of 28 that a diary must tell, as definitions.min_window_days has it
_MONTHS_BEFORE = 3


@dataclass(frozen=True)
class Start:
    """A person's first start of a leaf or group, with the courses that would not be without it.

    The outcome lies from day 28 after ``day`` to before ``until``.
    """

    therapy_id: str
    person: int
    day: int
    until: int
    leaf: str
    own: tuple[Course, ...]


def first_starts(world: World) -> list[Start]:
    """Every first start on record with enough of its outcome in the calendar, by name and person.

    The outcome is days 29 to 84, as far as the calendar goes and the person stays, 28 days at
    least.
    """
    found: dict[tuple[str, int], list[Course]] = {}
    for course in sorted(world.courses, key=lambda one: (one.start, one.code)):
        if course.start < world.left[course.person]:
            for name in names_of(course):
                found.setdefault((name, course.person), []).append(course)
    starts = []
    for (name, person), own in sorted(found.items()):
        day = own[0].start
        least = day + FIRST_DAY + _LEAST_DAYS
        if least <= world.calendar.length:
            until = min(day + LAST_DAY, max(int(world.left[person]), least))
            until = min(until, world.calendar.length)
            starts.append(Start(name, person, day, until, own[0].code, tuple(own)))
    return starts


def names_of(course: Course) -> Iterator[str]:
    """The leaf of a course, and the group of that leaf."""
    yield course.code
    group = therapy(course.code).group
    if group != course.code:
        yield group


def could_enter(world: World, starts: list[Start]) -> BoolArray:
    """True where a diary tells enough of the three months before a start and of days 29 to 84."""
    told = world.takes_part if world.site.attacks_only else world.written
    enough = np.ones(len(starts), dtype=bool)
    for number, start in enumerate(starts):
        of_person = told[:, start.person]
        for month in range(1, _MONTHS_BEFORE + 1):
            first = start.day - month * MONTH
            days = of_person[max(first, 0) : first + MONTH]
            enough[number] &= first >= world.enrolled[start.person] and days.sum() >= FEWEST_TOLD
        after = of_person[start.day + FIRST_DAY : start.until]
        enough[number] &= after.sum() >= FEWEST_TOLD * (LAST_DAY - FIRST_DAY) // MONTH
    return enough
