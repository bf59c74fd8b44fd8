"""Therapy exposure: what is a session, what a dose, and what makes one course."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "Rows of one day are one session of their leaf",
        "features.therapy_session",
        why="Bills count regions and quarters of an hour. An unknown region is none; minutes are "
        "those that were told. What did not take place is no session.",
        given={
            "core.therapy": """
                therapy_code    | start_date | body_region | minutes | status
                omt_cranial     | 2026-03-02 | head        | 15      | completed
                omt_cranial     | 2026-03-02 | cervical    | 30      | completed
                omt_cranial     | 2026-03-02 | cervical    | ?       | completed
                omt_cranial     | 2026-03-02 | unknown     | 15      | completed
                omt_cranial     | 2026-03-02 | jaw         | 15      | cancelled
                massage_medical | 2026-03-02 | unknown     | ?       | completed
                massage_medical | 2026-03-09 | shoulder    | 0       | completed
                massage_medical | 2026-03-16 | shoulder    | 50      | no_show
            """
        },
        expected="""
            therapy_code    | session_date | row_count | minutes | body_regions
            massage_medical | 2026-03-02   | 1         | ?       | ?
            massage_medical | 2026-03-09   | 1         | 0       | 1
            omt_cranial     | 2026-03-02   | 4         | 60      | 2
        """,
    ),
    Example(
        "What begins and ends on one day was a session, however it is given",
        "features.therapy_session",
        why="Without a last day only what is given in sessions is one; a course, an exercise or a "
        "drug as needed goes on. A session of several days is a supply.",
        given={
            "core.therapy": """
                therapy_code        | start_date | end_date   | delivery
                exercise_yoga       | 2026-03-02 | 2026-03-02 | home
                exercise_yoga       | 2026-03-04 | ?          | home
                preventive_cgrp_mab | 2026-03-02 | 2026-03-02 | course
                preventive_cgrp_mab | 2026-03-03 | ?          | course
                abortive_triptan    | 2026-03-02 | 2026-03-02 | as_needed
                abortive_triptan    | 2026-03-05 | ?          | as_needed
                unmapped            | 2026-03-02 | ?          | session
                unmapped            | 2026-03-06 | 2026-03-07 | session
            """
        },
        expected="""
            therapy_code        | session_date
            abortive_triptan    | 2026-03-02
            exercise_yoga       | 2026-03-02
            preventive_cgrp_mab | 2026-03-02
            unmapped            | 2026-03-02
        """,
    ),
    Example(
        "A dose is a session or the beginning of a supply",
        "features.therapy_dose",
        why="Of two supplies begun on one day the longer counts, and an open one before any. A "
        "last day in the year 9999 is none. An acute drug has no course, and so no dose.",
        given={
            "core.therapy": """
                therapy_code            | start_date | end_date   | delivery  | minutes
                abortive_triptan        | 2026-03-02 | ?          | as_needed | ?
                abortive_nsaid          | 2026-03-02 | 2026-03-02 | as_needed | ?
                dry_needling            | 2026-03-02 | ?          | session   | 20
                preventive_beta_blocker | 2026-03-02 | 2026-03-29 | course    | ?
                preventive_beta_blocker | 2026-03-02 | 2026-04-30 | course    | ?
                preventive_beta_blocker | 2026-05-01 | 2026-05-30 | course    | ?
                preventive_beta_blocker | 2026-05-01 | ?          | course    | ?
                preventive_beta_blocker | 2026-06-01 | 9999-12-31 | course    | ?
                preventive_cgrp_mab     | 2026-03-02 | 2026-03-02 | course    | ?
                preventive_cgrp_mab     | 2026-03-02 | 2026-03-29 | course    | 30
            """
        },
        expected="""
            therapy_code            | dose_date  | given_until | is_session | minutes
            dry_needling            | 2026-03-02 | 2026-03-02  | yes        | 20
            preventive_beta_blocker | 2026-03-02 | 2026-04-30  | no         | ?
            preventive_beta_blocker | 2026-05-01 | ?           | no         | ?
            preventive_beta_blocker | 2026-06-01 | ?           | no         | ?
            preventive_cgrp_mab     | 2026-03-02 | 2026-03-29  | yes        | ?
        """,
    ),
    Example(
        "Sessions 42 days apart are one course of osteopathy, 43 days apart two",
        "features.therapy_course",
        why="Another technique is another leaf, with courses of its own.",
        given={
            "core.therapy": """
                therapy_code | start_date | minutes
                omt_cranial  | 2026-01-01 | 30
                omt_cranial  | 2026-02-12 | ?
                omt_cranial  | 2026-03-27 | ?
                omt_hvla     | 2026-02-01 | 45
            """
        },
        expected="""
            therapy_code | course_number | last_date  | sessions | timed_sessions | minutes
            omt_cranial  | 1             | 2026-02-12 | 2        | 1              | 30
            omt_cranial  | 2             | 2026-03-27 | 1        | 0              | ?
            omt_hvla     | 1             | 2026-02-01 | 1        | 1              | 45
        """,
    ),
    Example(
        "The regimen of a course is the median of days between its sessions",
        "features.therapy_course",
        why="Of two middle gaps the shorter; who came once has none, and neither has a supply.",
        given={
            "core.therapy": """
                person_id | therapy_code            | start_date | end_date   | delivery
                1         | omt_cranial             | 2026-01-01 | ?          | session
                1         | omt_cranial             | 2026-01-08 | ?          | session
                1         | omt_cranial             | 2026-01-22 | ?          | session
                1         | omt_cranial             | 2026-02-05 | ?          | session
                2         | omt_cranial             | 2026-01-01 | ?          | session
                2         | omt_cranial             | 2026-01-08 | ?          | session
                2         | omt_cranial             | 2026-01-22 | ?          | session
                3         | omt_cranial             | 2026-01-01 | ?          | session
                3         | omt_cranial             | 2026-02-13 | ?          | session
                3         | preventive_beta_blocker | 2026-01-01 | 2026-03-31 | course
            """
        },
        expected="""
            person_id | therapy_code            | course_number | sessions | usual_gap_days
            1         | omt_cranial             | 1             | 4        | 14
            2         | omt_cranial             | 1             | 3        | 7
            3         | omt_cranial             | 1             | 1        | ?
            3         | omt_cranial             | 2             | 1        | ?
            3         | preventive_beta_blocker | 1             | 0        | ?
        """,
    ),
    Example(
        "Supplies that overlap or follow within 28 days are one course of a preventive",
        "features.therapy_course",
        why="Person 1 has a short supply within a long one: the long one's end counts. Person 2 "
        "came back after 28 days, person 3 after 29.",
        given={
            "core.therapy": """
                person_id | therapy_code            | start_date | end_date   | delivery
                1         | preventive_beta_blocker | 2026-01-01 | 2026-03-31 | course
                1         | preventive_beta_blocker | 2026-02-01 | 2026-02-05 | course
                1         | preventive_beta_blocker | 2026-04-28 | 2026-05-28 | course
                2         | preventive_beta_blocker | 2026-01-01 | 2026-01-31 | course
                2         | preventive_beta_blocker | 2026-02-28 | 2026-03-30 | course
                3         | preventive_beta_blocker | 2026-01-01 | 2026-01-31 | course
                3         | preventive_beta_blocker | 2026-03-01 | 2026-03-30 | course
            """
        },
        expected="""
            person_id | course_number | first_date | last_date  | sessions
            1         | 1             | 2026-01-01 | 2026-05-28 | 0
            2         | 1             | 2026-01-01 | 2026-03-30 | 0
            3         | 1             | 2026-01-01 | 2026-01-31 | 0
            3         | 2             | 2026-03-01 | 2026-03-30 | 0
        """,
    ),
    Example(
        "A course without a last day is still going on, whatever is given later",
        "features.therapy_course",
        given={
            "core.therapy": """
                therapy_code  | start_date | end_date   | delivery
                selfcare_heat | 2025-01-01 | ?          | home
                selfcare_heat | 2026-03-02 | 2026-03-02 | home
            """
        },
        expected="""
            course_number | first_date | last_date | sessions | active_until | washout_until
            1             | 2025-01-01 | ?         | 1        | ?            | ?
        """,
    ),
    Example(
        "Onset counts from the first dose, washout from the last",
        "features.therapy_course",
        why="A session of osteopathy carries on for 42 days, in which the next may come, and is "
        "gone after 70. An injection of botulinum toxin has worn off after 84 days, but one that "
        "is four weeks late still belongs to the course.",
        given={
            "core.therapy": """
                therapy_code            | start_date | end_date   | delivery
                botulinum_toxin         | 2026-01-01 | ?          | session
                omt_cranial             | 2026-01-01 | ?          | session
                preventive_beta_blocker | 2026-01-01 | 2026-01-31 | course
                preventive_cgrp_mab     | 2026-01-01 | 2026-01-31 | course
            """
        },
        expected="""
            therapy_code            | established_from | active_until | washout_until
            botulinum_toxin         | 2026-01-29       | 2026-03-26   | 2026-04-23
            omt_cranial             | 2026-02-12       | 2026-02-12   | 2026-03-12
            preventive_beta_blocker | 2026-02-12       | 2026-02-28   | 2026-02-28
            preventive_cgrp_mab     | 2026-01-15       | 2026-05-09   | 2026-05-23
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_courses(example: Example):
    found, expected = run_example(example)
    assert found == expected
