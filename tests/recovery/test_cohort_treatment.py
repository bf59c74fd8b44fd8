"""Who is treated, and why a naive look at therapies misleads."""

from __future__ import annotations

from functools import cache

import numpy as np

from triggerscape.cohort.days.enrolment import BASELINE
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.population import make_population
from triggerscape.cohort.setting.calendar import MONTH
from triggerscape.cohort.truth import default_truth


@cache
def worlds() -> tuple[World, ...]:
    return tuple(make_population(1800, 336, 12, 2641, default_truth()).worlds())


def test_people_with_more_migraine_start_more():
    started, not_started = [], []
    for world in worlds():
        starters = {course.person for course in world.courses}
        for person, share in enumerate(world.people.burden):
            (started if person in starters else not_started).append(share * MONTH)
    assert np.mean(started) > np.mean(not_started) + 2


def test_about_a_third_of_starts_come_with_another():
    """Design: 31 to 37% within 28 days of each other; more where migraine is frequent."""
    together = []
    for world in worlds():
        starts: dict[int, list[tuple[int, str]]] = {}
        for course in world.courses:
            starts.setdefault(course.person, []).append((course.start, course.therapy))
        for own in starts.values():
            for day, therapy in own:
                others = [abs(day - other) for other, code in own if code != therapy]
                together.append(min(others, default=MONTH + 1) <= MONTH)
    assert 0.25 <= np.mean(together) <= 0.50


def test_before_and_after_flatters_the_therapy_that_does_nothing():
    """Design: -5.3 days per 28 for dry needling at about 14 days, of which none are its own."""
    change = []
    for world in worlds():
        for course in world.courses:
            if course.therapy == "dry_needling" and course.start + 84 <= world.calendar.length:
                migraine = world.days.migraine[:, course.person]
                before = migraine[course.start - MONTH : course.start].sum()
                after = migraine[course.start + MONTH : course.start + 84].sum() / 2
                change.append(after - before)
    assert len(change) > 100
    assert np.mean(change) < -1.5


def test_only_the_chronic_get_injections_and_only_those_who_failed_two_drugs_an_antibody():
    for world in worlds():
        for course in world.courses:
            if course.therapy == "botulinum_toxin":
                assert world.people.diagnosis[course.person] == "chronic_migraine"
            if course.therapy == "preventive_cgrp_mab":
                early = [
                    other
                    for other in world.courses
                    if other.person == course.person and other.stop - other.start < 100
                ]
                failed = world.people.failed_preventives[course.person] + len(early)
                assert failed >= 2


def test_clinics_keep_three_months_of_diary_before_anything_new():
    for world in worlds():
        baseline = 0 if world.site.by_app else BASELINE
        for course in world.courses:
            assert course.start >= world.enrolled[course.person] + baseline


def test_courses_of_one_therapy_never_overlap():
    for world in worlds():
        last: dict[tuple[int, str], int] = {}
        for course in sorted(world.courses, key=lambda course: course.start):
            key = (course.person, course.therapy)
            assert course.start > last.get(key, -1)
            last[key] = course.stop
