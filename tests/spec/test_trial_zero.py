"""Time zero: the days on which somebody starts, stops, or might have started and did not."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

RECORD = """
    from_date  | to_date
    2025-01-01 | 2026-12-31
"""

EXAMPLES = (
    Example(
        "In each calendar window one day could have been a time zero",
        "trials.possible_zero",
        why="Which day it is follows from the person and the window alone, never from how the "
        "person fares. The diary must have run for 84 days before it, as for a new start.",
        given={
            "core.diary_day": """
                person_id | diary_date             | headache
                1         | 2026-01-01..2026-06-30 | no
                2         | 2026-01-01..2026-06-30 | no
            """,
            "features.therapy_record": """
                person_id | from_date  | to_date
                1         | 2025-01-01 | 2026-12-31
                2         | 2025-01-01 | 2026-12-31
            """,
        },
        expected="""
            person_id | month_index | index_date
            1         | 342         | 2026-04-10
            1         | 343         | 2026-05-07
            1         | 344         | 2026-06-11
            2         | 342         | 2026-04-06
            2         | 343         | 2026-04-23
            2         | 344         | 2026-05-18
        """,
    ),
    Example(
        "A day off the record of therapies could have been none",
        "trials.possible_zero",
        why="The record of person 1 runs from 84 days before 7 May to 28 after it. That of person "
        "2 ends a day early for 23 April, that of person 3 begins a day late for 9 May. Person 4 "
        "counts days from an own day 0, and of person 5 nothing is on record.",
        given={
            "core.diary_day": """
                person_id | diary_date             | headache | date_is_relative
                1         | 2026-01-01..2026-05-24 | no       | no
                2         | 2026-01-01..2026-05-24 | no       | no
                3         | 2026-01-01..2026-05-24 | no       | no
                4         | 2000-01-03..2000-12-31 | no       | yes
                5         | 2026-01-01..2026-05-24 | no       | no
            """,
            "features.therapy_record": """
                person_id | from_date  | to_date
                1         | 2026-02-12 | 2026-06-04
                2         | 2026-01-29 | 2026-05-20
                3         | 2026-02-15 | 2026-12-31
                4         | 1999-01-01 | 2026-12-31
            """,
        },
        expected="""
            person_id | month_index | index_date
            1         | 343         | 2026-05-07
        """,
    ),
    Example(
        "A course has ended when nothing was given for more than the gap of its sessions",
        "trials.course_stop",
        why="Needling may pause for 28 days. The sessions of 1 and 29 June are one course, and on "
        "28 July, 29 days after the last, it is known to be over. A prescription lasts to its end "
        "date; one without is still going on.",
        given={
            "features.new_start": """
                person_id | therapy_id              | index_date
                1         | dry_needling            | 2026-06-01
                2         | preventive_beta_blocker | 2026-06-01
                3         | preventive_beta_blocker | 2026-06-01
            """,
            "core.therapy": """
                person_id | therapy_code            | start_date | end_date   | delivery
                1         | dry_needling            | 2026-06-01 | ?          | session
                1         | dry_needling            | 2026-06-29 | ?          | session
                1         | dry_needling            | 2026-07-28 | ?          | session
                2         | preventive_beta_blocker | 2026-06-01 | 2026-08-29 | course
                3         | preventive_beta_blocker | 2026-06-01 | ?          | course
            """,
            "features.therapy_record": """
                person_id | from_date  | to_date
                1         | 2025-01-01 | 2026-12-31
                2         | 2025-01-01 | 2026-12-31
                3         | 2025-01-01 | 2026-12-31
            """,
        },
        expected="""
            person_id | therapy_id              | stop_date  | known_from | course_days
            1         | dry_needling            | 2026-06-30 | 2026-07-28 | 29
            2         | preventive_beta_blocker | 2026-08-30 | 2026-09-27 | 90
        """,
    ),
    Example(
        "The course of a group runs on from leaf to leaf",
        "trials.course_stop",
        why="Manual therapies may pause for 42 days: the session of 13 July is the 42nd day after "
        "the first, the one of 25 August the 43rd after the second.",
        given={
            "features.new_start": """
                therapy_id  | index_date
                omt         | 2026-06-01
                omt_cranial | 2026-06-01
            """,
            "core.therapy": """
                therapy_code    | start_date
                omt_cranial     | 2026-06-01
                omt_soft_tissue | 2026-07-13
                omt_cranial     | 2026-08-25
            """,
            "features.therapy_record": RECORD,
        },
        expected="""
            therapy_id  | start_date | stop_date  | known_from | course_days
            omt         | 2026-06-01 | 2026-07-14 | 2026-08-25 | 43
            omt_cranial | 2026-06-01 | 2026-06-02 | 2026-07-14 | 1
        """,
    ),
    Example(
        "Off the record nobody knows that a course has ended",
        "trials.course_stop",
        why="Both had their last session on 1 June. The record of person 1 runs through the 28 "
        "days in which the next might have come, that of person 2 ends a day before.",
        given={
            "features.new_start": """
                person_id | therapy_id   | index_date
                1         | dry_needling | 2026-06-01
                2         | dry_needling | 2026-06-01
            """,
            "core.therapy": """
                person_id | therapy_code | start_date
                1         | dry_needling | 2026-06-01
                2         | dry_needling | 2026-06-01
            """,
            "features.therapy_record": """
                person_id | from_date  | to_date
                1         | 2026-03-09 | 2026-06-29
                2         | 2026-03-09 | 2026-06-28
            """,
        },
        expected="""
            person_id | stop_date  | known_from
            1         | 2026-06-02 | 2026-06-30
        """,
    ),
    Example(
        "A day is a time zero once, whatever happens on it",
        "trials.time_zero",
        given={
            "features.new_start": """
                therapy_id   | index_date
                needling     | 2026-06-01
                dry_needling | 2026-06-01
            """,
            "trials.possible_zero": """
                month_index | index_date
                344         | 2026-06-01
                345         | 2026-06-20
            """,
            "trials.course_stop": """
                therapy_id   | start_date | stop_date
                dry_needling | 2026-06-01 | 2026-08-04
            """,
        },
        expected="""
            index_date | month_index
            2026-06-01 | 344
            2026-06-20 | 345
            2026-08-04 | 346
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_time_zero(example: Example):
    found, expected = run_example(example)
    assert found == expected
