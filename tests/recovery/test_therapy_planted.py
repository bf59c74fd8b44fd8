"""What planted therapies come to: the start, its own part, its group, and who a trial can take."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from triggerscape.cohort.days.courses import CODES, Course
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.days.treatment import INJECTION, fading
from triggerscape.cohort.implied.implied_therapies import started_at, therapy_rows
from triggerscape.cohort.implied.therapy_starts import Start, could_enter, first_starts
from triggerscape.cohort.implied.without_start import migraine_days_of, parts_of_starts
from triggerscape.cohort.population import make_population
from triggerscape.cohort.recovery import planted_against_recovered
from triggerscape.cohort.truth import Truth

LAYERED = Truth(synergy=-0.05, start_intercept=-3.4)  # more starts, and a part for two at once


@cache
def world() -> World:
    return make_population(900, 224, 3, 2651, LAYERED).world(1)


def told_again(person: int, courses: list[Course], until: int) -> np.ndarray:
    """Treatment's part of the log odds, day by day, as the definitions say it."""
    truth, treatment = LAYERED, world().treatment
    level = dict.fromkeys(CODES, 0.0)
    begun: dict[str, Course] = {}
    total = np.zeros(until)
    for day in range(until):
        active = [course for course in courses if course.start <= day < course.stop]
        begun |= {course.therapy: course for course in active if course.start == day}
        in_effect = 0
        for number, code in enumerate(CODES):
            effect = truth.therapies[code]
            step = -1 / effect.washout_days
            if any(course.therapy == code for course in active):
                step = 1 / effect.onset_days
            level[code] = min(max(level[code] + step, 0.0), 1.0)
            if code in begun:
                since = np.array(day - begun[code].start)
                share = level[code] * (float(fading(since)) if number == INJECTION else 1.0)
                own = treatment.own_effect[person, number]
                own += truth.techniques[begun[code].code].logit if code == "omt" else 0.0
                total[day] += share * own
                in_effect += share > 0.5
        total[day] += truth.synergy * (in_effect >= 2)
        if active:
            is_fresh = day - max(course.start for course in active) < truth.contextual_early_days
            total[day] += truth.contextual_early if is_fresh else truth.contextual_late
    return total


def many_courses() -> list[Start]:
    """Starts of people with the most courses, a dozen of them."""
    often = np.bincount([course.person for course in world().courses])
    return sorted(first_starts(world()), key=lambda start: (-often[start.person], start.day))[:12]


def test_what_is_left_without_a_start_is_what_the_other_courses_do() -> None:
    """Their own effects, the response they call forth themselves, and what two together add."""
    starts = many_courses()
    until = max(start.day for start in starts) + 84
    own, response = parts_of_starts(world(), starts, until)
    for number, start in enumerate(starts):
        courses = [course for course in world().courses if course.person == start.person]
        others = [course for course in courses if course not in start.own]
        recorded = world().days.treatment[:until, start.person]
        assert len(courses) > 1
        assert told_again(start.person, courses, until) == pytest.approx(recorded, abs=1e-9)
        left = recorded - own[:, number] - response[:, number]
        assert told_again(start.person, others, until) == pytest.approx(left, abs=1e-9)


def test_nothing_changes_before_the_start() -> None:
    for start in many_courses():
        own, response = parts_of_starts(world(), [start], start.day)
        assert not own.any()
        assert not response.any()


def test_large_sites_are_taken_in_parts_without_a_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = first_starts(world())[:30]
    whole = migraine_days_of(world(), starts)
    monkeypatch.setattr("triggerscape.cohort.implied.without_start._AT_ONCE", 7)
    for one, other in zip(whole, migraine_days_of(world(), starts), strict=True):
        assert one == pytest.approx(other, abs=1e-12)


def test_a_start_helps_through_the_response_even_where_the_therapy_does_nothing() -> None:
    """Where nothing is added for two therapies at once; else it takes part in that."""
    without_layers = make_population(900, 224, 3, 2651, Truth(start_intercept=-3.4)).world(1)
    rows = started_at(without_layers).filter(code="dry_needling")
    assert rows.height > 10
    assert rows["migraine_days"].abs().max() == 0
    assert rows["start_days"].mean() < -0.1


def test_the_leaf_and_its_group_start_on_the_first_day_of_either() -> None:
    for start in first_starts(world()):
        assert start.day == min(course.start for course in start.own)
        if start.therapy_id == "massage":
            assert {course.therapy for course in start.own} <= {"massage", "massage_craniosacral"}
        if start.therapy_id == start.leaf:
            assert {course.code for course in start.own} == {start.leaf}


def test_only_who_has_three_told_months_before_and_two_after_could_enter() -> None:
    starts = first_starts(world())
    for start, enters in zip(starts, could_enter(world(), starts), strict=True):
        written = world().written[:, start.person]
        months = [written[start.day - 28 * m : start.day - 28 * (m - 1)].sum() for m in (3, 2, 1)]
        after = written[start.day + 28 : start.day + 84].sum()
        assert start.day + 56 <= start.until <= start.day + 84
        assert enters == (min(months) >= 14 and after >= 28), start
    assert 0 < could_enter(world(), starts).sum() < len(starts)


def test_an_outcome_ends_with_the_calendar_or_the_diary_but_not_before_28_days() -> None:
    starts = first_starts(world())
    length, left = world().calendar.length, world().left
    assert {start.until < start.day + 84 for start in starts} == {True, False}
    for start in starts:
        assert start.until <= length
        if start.until < start.day + 84:
            assert start.until in (length, left[start.person], start.day + 56)


def test_a_groups_truth_is_that_of_its_leaves_in_their_shares() -> None:
    started = pl.DataFrame(
        [
            ("supplement", "magnesium", -0.08, True, -0.4, -1.0, 56),
            ("supplement", "magnesium", -0.08, False, -0.8, -2.0, 28),
            ("supplement", "coq10", -0.03, True, -0.1, -0.7, 56),
            ("magnesium", "magnesium", -0.08, False, -0.6, -1.5, 56),
        ],
        schema="code leaf planted_logit could_enter migraine_days start_days person_days".split(),
        orient="row",
    )
    leaf, group = therapy_rows(started).iter_rows(named=True)
    assert group["code"] == "supplement"
    assert group["planted_logit"] == pytest.approx(-0.19 / 3)
    assert group["migraine_days"] == pytest.approx(-1.3 / 3)
    assert group["start_days"] == pytest.approx(-3.7 / 3)
    assert group["eligible_migraine_days"] == pytest.approx(-0.25)
    assert (group["people"], group["eligible_people"], group["person_days"]) == (3, 2, 140)
    assert (leaf["eligible_people"], leaf["eligible_start_days"]) == (0, None)


def test_each_comparison_stands_beside_its_own_truth() -> None:
    """No start: own effect and response. A comparator: less what its own start came to."""
    implied = pl.DataFrame(
        {
            "kind": ["factor", "therapy", "therapy"],
            "code": ["menses_window", "omt", "dry_needling"],
            "rate_ratio": [1.8, None, None],
            "planted_odds_ratio": [1.9, None, None],
            "migraine_days": [None, -0.9, 0.0],
            "start_days": [None, -1.5, -0.4],
            "eligible_migraine_days": [None, -0.8, None],
            "eligible_start_days": [None, -1.4, None],
        }
    )
    pairs = [("omt", "dry_needling"), ("omt", "no_start"), ("omt", "massage")]
    therapies = pl.DataFrame(
        [
            (therapy, comparator, estimand, measure, -1.2, -1.5, -1.1, "not_settled")
            for therapy, comparator in pairs
            for estimand, measure in [
                ("att_aipw", "mmd_difference"),
                ("att_aipw", "hit6_difference"),
                ("att_did", "mmd_difference"),
            ]
        ],
        schema="therapy_id comparator_id estimand_id measure_id estimate ci_low ci_high "
        "verdict".split(),
        orient="row",
    )
    triggers = pl.DataFrame(
        [("menses_window", "within_person", 1.7, 1.5, 1.9, "trigger")],
        schema="trigger_id estimand_id estimate ci_low ci_high verdict".split(),
        orient="row",
    )
    found = planted_against_recovered(implied, triggers, therapies, [])
    assert found.select("code", "planted", "own", "is_null", "is_inside").rows() == [
        ("menses_window", 1.8, None, False, True),
        ("omt against dry_needling", pytest.approx(-1.0), pytest.approx(-0.8), False, False),
        ("omt against no_start", -1.4, -0.8, False, True),
    ]
