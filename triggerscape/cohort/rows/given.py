"""What was given, when and to whom: the sessions and courses that a site would have on record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triggerscape.cohort.days.courses import REGIMENS
from triggerscape.cohort.days.simulation import World

_STATUSES = ("completed", "no_show", "cancelled")
_UP_TO = (0.94, 0.98)  # of sessions: completed, then missed, then called off


@dataclass(frozen=True)
class Given:
    """A session on ``day``, or a course from ``day`` to ``last`` where its end is known."""

    person: int
    day: int
    code: str
    status: str
    last: int | None = None
    is_session: bool = False
    opens_course: bool = True

    @property
    def known_on(self) -> int:
        """The day from which all of this is known."""
        return self.day if self.last is None else self.last


def given_therapies(world: World, until: int) -> list[Given]:
    """Everything given before day ``until`` while people took part, by person, day and code."""
    status = session_status(world)
    found = []
    for course in world.courses:
        left = int(world.left[course.person])
        end = min(course.stop, until, left)
        every = REGIMENS[course.therapy].session_every
        if course.start >= end:
            continue
        if every:
            for day in range(course.start, end, every):
                opens = day == course.start
                kept = "completed" if opens else str(status[day, course.person])
                session = Given(
                    course.person, day, course.code, kept, None, is_session=True, opens_course=opens
                )
                found.append(session)
        else:
            last = course.stop - 1 if course.stop <= end else None
            found.append(Given(course.person, course.start, course.code, "completed", last))
    return sorted(found, key=lambda one: (one.person, one.day, one.code))


def visits_of(given: list[Given]) -> list[Given]:
    """One session per person and day: one that opens a course, if any, since it took place."""
    visits: dict[tuple[int, int], Given] = {}
    for one in given:
        if one.is_session:
            known = visits.setdefault((one.person, one.day), one)
            if one.opens_course and not known.opens_course:
                visits[one.person, one.day] = one
    return list(visits.values())


def session_status(world: World) -> NDArray[np.str_]:
    """What would become of a session on each day, shape (days, people).

    It hangs on person and day alone, so that all therapies of one visit share its fate; only a
    first session always takes place, or there would be no course.
    """
    uniform = world.luck.stream("missed sessions").random(world.written.shape)
    status: NDArray[np.str_] = np.array(_STATUSES)[np.searchsorted(_UP_TO, uniform)]
    return status
