"""Therapy exposure day by day: onset, established, washout, and therapies in layers."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "A course goes from onset to established to washout",
        "features.therapy_day",
        why="Osteopathy of 1 and 15 January: full effect from the 42nd day on, the last session "
        "carries on for 42 days and is gone after 70. Days before and after have no row.",
        given={
            "core.therapy": """
                therapy_code | start_date
                omt_cranial  | 2026-01-01
                omt_cranial  | 2026-01-15
            """,
            "features.diary_spine": """
                diary_date
                2025-12-31
                2026-01-01
                2026-01-14
                2026-01-15
                2026-02-11
                2026-02-12
                2026-02-26
                2026-02-27
                2026-03-26
                2026-03-27
            """,
        },
        expected="""
            diary_date | phase       | day_of_course | sessions_so_far | days_since_session
            2026-01-01 | onset       | 0             | 1               | 0
            2026-01-14 | onset       | 13            | 1               | 13
            2026-01-15 | onset       | 14            | 2               | 0
            2026-02-11 | onset       | 41            | 2               | 27
            2026-02-12 | established | 42            | 2               | 28
            2026-02-26 | established | 56            | 2               | 42
            2026-02-27 | washout     | 57            | 2               | 43
            2026-03-26 | washout     | 84            | 2               | 70
        """,
    ),
    Example(
        "Layered therapies have a row each",
        "features.therapy_day",
        why="Also on a day without an entry: the therapy is on record whether the diary is or not. "
        "A course of supplies has no session to count from.",
        given={
            "core.therapy": """
                therapy_code            | start_date | end_date | delivery
                preventive_beta_blocker | 2026-01-01 | ?        | course
                massage_medical         | 2026-02-20 | ?        | session
                omt_cranial             | 2026-03-02 | ?        | session
            """,
            "features.diary_spine": """
                diary_date | is_observed
                2026-03-01 | yes
                2026-03-02 | no
            """,
        },
        expected="""
            diary_date | therapy_code            | phase       | days_since_session
            2026-03-01 | massage_medical         | onset       | 9
            2026-03-01 | preventive_beta_blocker | established | ?
            2026-03-02 | massage_medical         | onset       | 10
            2026-03-02 | omt_cranial             | onset       | 0
            2026-03-02 | preventive_beta_blocker | established | ?
        """,
    ),
    Example(
        "A new course in the washout of the last begins again at its onset",
        "features.therapy_day",
        why="The second session comes 50 days after the first: too late for the same course, and "
        "too early for the first to be gone. The day belongs to the newer one.",
        given={
            "core.therapy": """
                therapy_code | start_date
                omt_cranial  | 2026-01-01
                omt_cranial  | 2026-02-20
            """,
            "features.diary_spine": """
                diary_date
                2026-02-19
                2026-02-20
                2026-02-21
            """,
        },
        expected="""
            diary_date | phase   | day_of_course | sessions_so_far | days_since_session
            2026-02-19 | washout | 49            | 1               | 49
            2026-02-20 | onset   | 0             | 1               | 0
            2026-02-21 | onset   | 1             | 1               | 1
        """,
    ),
    Example(
        "An injection that comes late resumes its course",
        "features.therapy_day",
        why="Botulinum toxin has worn off on the 85th day. The next injection on the 100th is "
        "still of the same course, and its full effect is taken up at once.",
        given={
            "core.therapy": """
                therapy_code    | start_date
                botulinum_toxin | 2026-01-01
                botulinum_toxin | 2026-04-11
            """,
            "features.diary_spine": """
                diary_date
                2026-03-26
                2026-03-27
                2026-04-10
                2026-04-11
            """,
        },
        expected="""
            diary_date | phase       | day_of_course | sessions_so_far | days_since_session
            2026-03-26 | established | 84            | 1               | 84
            2026-03-27 | washout     | 85            | 1               | 85
            2026-04-10 | washout     | 99            | 1               | 99
            2026-04-11 | established | 100           | 2               | 0
        """,
    ),
    Example(
        "Two courses parted by a gap leave days without a row",
        "features.therapy_day",
        why="A first supply to 31 January carries on for 28 days, and so does the second, begun "
        "in April.",
        given={
            "core.therapy": """
                therapy_code            | start_date | end_date   | delivery
                preventive_beta_blocker | 2026-01-01 | 2026-01-31 | course
                preventive_beta_blocker | 2026-04-01 | 2026-04-30 | course
            """,
            "features.diary_spine": """
                diary_date
                2026-02-28
                2026-03-01
                2026-03-31
                2026-04-01
                2026-05-28
                2026-05-29
            """,
        },
        expected="""
            diary_date | phase       | day_of_course | sessions_so_far
            2026-02-28 | established | 58            | 0
            2026-04-01 | onset       | 0             | 0
            2026-05-28 | established | 57            | 0
        """,
    ),
    Example(
        "Days since a session are counted to 365",
        "features.therapy_day",
        why="The antibody was injected once on record and has been prescribed since, without end.",
        given={
            "core.therapy": """
                therapy_code        | start_date | end_date   | delivery
                preventive_cgrp_mab | 2025-01-01 | 2025-01-01 | course
                preventive_cgrp_mab | 2025-02-01 | ?          | course
            """,
            "features.diary_spine": """
                diary_date
                2025-12-31
                2026-01-01
                2026-01-02
            """,
        },
        expected="""
            diary_date | day_of_course | days_since_session
            2025-12-31 | 364           | 364
            2026-01-01 | 365           | 365
            2026-01-02 | 366           | 365
        """,
    ),
    Example(
        "A diary whose days are relative has no therapy days",
        "features.therapy_day",
        why="Its therapies carry calendar dates, and nobody knows which of its days those are.",
        given={
            "core.therapy": """
                therapy_code | start_date
                omt_cranial  | 2001-01-02
            """,
            "features.diary_spine": """
                diary_date | date_is_relative
                2001-01-02 | yes
            """,
        },
        expected="""
            diary_date | therapy_code
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_therapy_days(example: Example):
    found, expected = run_example(example)
    assert found == expected
