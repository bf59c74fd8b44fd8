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
FEWEST_TOLD = 14  # days of 28 that a diary must tell, as definitions.min_window_days has it
_MONTHS_BEFORE = 3


@dataclass(frozen=True)
class Start:
    """A person's first start of a leaf or group, with the courses that would not be without it."""

    therapy_id: str
    person: int
    day: int
    leaf: str
    own: tuple[Course, ...]


def first_starts(world: World) -> list[Start]:
    """Every first start on record with all of days 29 to 84 in the calendar, by name and person."""
    found: dict[tuple[str, int], list[Course]] = {}
    for course in sorted(world.courses, key=lambda one: (one.start, one.code)):
        if course.start < world.left[course.person]:
            for name in names_of(course):
                found.setdefault((name, course.person), []).append(course)
    return [
        Start(name, person, own[0].start, own[0].code, tuple(own))
        for (name, person), own in sorted(found.items())
        if own[0].start + LAST_DAY <= world.calendar.length
    ]


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
        after = of_person[start.day + FIRST_DAY : start.day + LAST_DAY]
        enough[number] &= after.sum() >= FEWEST_TOLD * (LAST_DAY - FIRST_DAY) // MONTH
    return enough
