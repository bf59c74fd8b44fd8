"""The same luck without a therapy: what a start did, and what of it was the therapy's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from triggerscape.cohort.days.courses import CODES, Course
from triggerscape.cohort.days.engine import run_days
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.days.treatment import (
    NEVER,
    RecordedTreatment,
    own_strength,
    response_to_starting,
    strength,
)
from triggerscape.cohort.implied.therapy_starts import FIRST_DAY, Start
from triggerscape.cohort.setting.calendar import MONTH
from triggerscape.cohort.setting.draws import BoolArray, FloatArray

_AT_ONCE = 2000  # starts, so that a large site fits into memory


def migraine_days_of(world: World, starts: Sequence[Start]) -> tuple[FloatArray, FloatArray]:
    """Migraine days per 28 over its outcome that each start added, (starts,), in two ways.

    First the therapy's own effect, then that with the response to having started: what happened
    minus the same luck and courses without the one, or without both. Sums of chances, not draws.
    """
    parts = [
        _added(world, starts[first : first + _AT_ONCE]) for first in range(0, len(starts), _AT_ONCE)
    ]
    if not parts:
        return np.zeros(0), np.zeros(0)
    own, whole = zip(*parts, strict=True)
    return np.concatenate(own), np.concatenate(whole)


def _added(world: World, starts: Sequence[Start]) -> tuple[FloatArray, FloatArray]:
    people = np.array([start.person for start in starts])
    first = np.array([start.day for start in starts])
    last = np.array([start.until for start in starts])
    until = int(last.max())
    day = np.arange(until)[:, None]
    window = (day >= first + FIRST_DAY) & (day < last)
    own, response = parts_of_starts(world, starts, until)
    treated = world.days.treatment[:until, people]
    chances = world.chances.of(people)
    happened = _days_in(window, world.days.log_odds[:until, people])
    without = [
        _days_in(window, run_days(chances, RecordedTreatment(treated - part), until).log_odds)
        for part in (own, own + response)
    ]
    return happened - without[0], happened - without[1]


def _days_in(window: BoolArray, log_odds: FloatArray) -> FloatArray:
    days = np.where(window, expit(log_odds), 0.0).sum(axis=0)
    per_28: FloatArray = MONTH * days / window.sum(axis=0)
    return per_28


def parts_of_starts(
    world: World, starts: Sequence[Start], until: int
) -> tuple[FloatArray, FloatArray]:
    """What goes from the log odds without each start, (until, starts): its own part, the response.

    The response goes only as far as no other course would have called it forth.
    """
    people = np.array([start.person for start in starts])
    of_person: dict[int, list[Course]] = {int(person): [] for person in people}
    for course in world.courses:
        if course.person in of_person:
            of_person[course.person].append(course)
    everything = [of_person[start.person] for start in starts]
    kept = [
        [course for course in of_person[start.person] if course not in start.own]
        for start in starts
    ]
    own = np.zeros((until, len(starts)))
    for code in sorted({course.therapy for start in starts for course in start.own}):
        entries = [n for n, start in enumerate(starts) if code in {c.therapy for c in start.own}]
        both = [
            own_strength(
                world.treatment,
                code,
                people[entries],
                [[c for c in courses[n] if c.therapy == code] for n in entries],
                until,
            )
            for courses in (everything, kept)
        ]
        own[:, entries] += both[0] - both[1]
    response = _response(world, everything, until) - _response(world, kept, until)
    return own + _layered(world, everything, until) - _layered(world, kept, until), response


def _response(world: World, courses: Sequence[Sequence[Course]], until: int) -> FloatArray:
    newest = np.full((until, len(courses)), -NEVER)
    for entry, own in enumerate(courses):
        for course in own:
            active = newest[course.start : course.stop, entry]
            np.maximum(active, course.start, out=active)
    since = np.arange(until)[:, None] - newest
    return response_to_starting(world.treatment.truth, since, newest > -NEVER)


def _layered(world: World, courses: Sequence[Sequence[Course]], until: int) -> FloatArray:
    """The part that two or more therapies in full effect add on top of their own."""
    synergy = world.treatment.truth.synergy
    if synergy == 0:
        return np.zeros((until, len(courses)))
    in_effect = sum(
        strength(
            world.treatment, code, [[c for c in own if c.therapy == code] for own in courses], until
        )
        > 0.5
        for code in CODES
    )
    return np.where(np.asarray(in_effect) >= 2, synergy, 0.0)
