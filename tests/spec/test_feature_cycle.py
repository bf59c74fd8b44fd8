"""The menstrual cycle: first days of bleeding and the windows counted from them."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "Bleeding begins where there was none in the 10 days before",
        "features.bleeding",
        why="11 March is a second bleeding within 10 days of the 4th; 22 March is 11 days on.",
        given={
            "core.diary_day": """
                diary_date             | menses
                2026-03-01             | no
                2026-03-02..2026-03-04 | yes
                2026-03-11             | yes
                2026-03-22             | yes
            """
        },
        expected="""
            first_date
            2026-03-02
            2026-03-22
        """,
    ),
    Example(
        "The menstrual window runs from 2 days before to 3 days after the first day of bleeding",
        "features.cycle_day",
        given={
            "core.diary_day": """
                diary_date             | menses
                2026-03-07..2026-03-09 | no
                2026-03-10..2026-03-11 | yes
                2026-03-12..2026-03-14 | no
            """
        },
        expected="""
            diary_date | menses_window
            2026-03-07 | no
            2026-03-08 | yes
            2026-03-09 | yes
            2026-03-10 | yes
            2026-03-11 | yes
            2026-03-12 | yes
            2026-03-13 | yes
            2026-03-14 | no
        """,
    ),
    Example(
        "Ovulation is dated back from the next bleeding, 16 to 12 days before it",
        "features.cycle_day",
        why="After the last bleeding on record no ovulation can be dated.",
        given={
            "core.diary_day": """
                diary_date             | menses
                2026-03-13..2026-03-19 | no
                2026-03-30             | yes
                2026-03-31             | no
            """
        },
        expected="""
            diary_date | ovulation_window
            2026-03-13 | no
            2026-03-14 | yes
            2026-03-15 | yes
            2026-03-16 | yes
            2026-03-17 | yes
            2026-03-18 | yes
            2026-03-19 | no
            2026-03-30 | no
            2026-03-31 | ?
        """,
    ),
    Example(
        "A window is known only on days whose bleeding was recorded, yes or no",
        "features.cycle_day",
        why="Where bleeding is noted on attack days alone, calling the other days 'outside the "
        "window' would tie bleeding to attacks by construction. 4 March was not asked, 5 March "
        "has no entry. Person 2 never bled.",
        given={
            "core.diary_day": """
                person_id | diary_date             | menses
                1         | 2026-03-02             | no
                1         | 2026-03-03             | yes
                1         | 2026-03-04             | ?
                1         | 2026-03-06..2026-03-07 | no
                2         | 2026-03-02             | no
            """
        },
        expected="""
            person_id | diary_date | menses_window | ovulation_window
            1         | 2026-03-02 | yes           | no
            1         | 2026-03-03 | yes           | no
            1         | 2026-03-06 | yes           | ?
            1         | 2026-03-07 | no            | ?
        """,
    ),
    Example(
        "A day is placed in a cycle by a bleeding within 60 days",
        "features.cycle_day",
        why="30 April is 61 days after the bleeding of 28 February and 61 before that of 30 June; "
        "nobody knows where in a cycle it lies. On 1 May the next bleeding is near enough.",
        given={
            "core.diary_day": """
                diary_date             | menses
                2026-02-28             | yes
                2026-04-29..2026-05-01 | no
                2026-06-30             | yes
            """
        },
        expected="""
            diary_date | menses_window | ovulation_window
            2026-02-28 | yes           | no
            2026-04-29 | no            | ?
            2026-05-01 | no            | no
            2026-06-30 | yes           | no
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_cycle(example: Example):
    found, expected = run_example(example)
    assert found == expected
