"""Habits of a day as exact small whole numbers: what sums and changes over days are made of."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "Hours become whole minutes",
        "features.habit_day",
        why="6.51 hours are 390.6 minutes: the nearest whole one is kept. What is not recorded "
        "stays unknown.",
        given={
            "core.diary_day": """
                diary_date | sleep_hours | screen_hours | sitting_hours
                2026-03-02 | 6.51        | 0.25         | 24
                2026-03-03 | 0           | 0            | 0
                2026-03-04 | ?           | ?            | ?
            """
        },
        expected="""
            diary_date | sleep_minutes | screen_minutes | sitting_minutes
            2026-03-02 | 391           | 15             | 1440
            2026-03-03 | 0             | 0              | 0
            2026-03-04 | ?             | ?              | ?
        """,
    ),
    Example(
        "Points and units become whole tenths",
        "features.habit_day",
        given={
            "core.diary_day": """
                diary_date | stress | alcohol_units
                2026-03-02 | 8.2    | 1.4
                2026-03-03 | 10     | 0
                2026-03-04 | ?      | ?
            """
        },
        expected="""
            diary_date | stress_tenths | alcohol_tenths
            2026-03-02 | 82            | 14
            2026-03-03 | 100           | 0
            2026-03-04 | ?             | ?
        """,
    ),
    Example(
        "What is already a small whole number is taken as it is",
        "features.habit_day",
        given={
            "core.diary_day": """
                diary_date | sleep_quality | caffeine_mg | meals_skipped | water_ml | exercise_min
                2026-03-02 | 4             | 285         | 1             | 1500     | 30
                2026-03-03 | ?             | ?           | ?             | ?        | ?
            """
        },
        expected="""
            diary_date | sleep_quality | caffeine_mg | meals_skipped | water_ml | exercise_min
            2026-03-02 | 4             | 285         | 1             | 1500     | 30
            2026-03-03 | ?             | ?           | ?             | ?        | ?
        """,
    ),
    Example(
        "A missed entry has no habits",
        "features.habit_day",
        given={
            "core.diary_day": """
                diary_date | entry_status | posture_rating | neck_pain | menses
                2026-03-02 | complete     | 2              | 3         | yes
                2026-03-03 | missed       | 5              | 0         | no
                2026-03-04 | partial      | ?              | 0         | ?
            """
        },
        expected="""
            diary_date | posture_rating | neck_pain | menses
            2026-03-02 | 2              | 3         | yes
            2026-03-04 | ?              | 0         | ?
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_habits(example: Example):
    found, expected = run_example(example)
    assert found == expected
