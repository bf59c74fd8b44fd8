"""Chronic and episodic migraine: it takes three windows in a row."""

from __future__ import annotations

import pytest
from short_heads import speller
from small_tables import Example, run_example

spelt = speller(
    {
        "kind": "window_kind",
        "index": "window_index",
        "h_known": "headache_known_days",
        "h": "headache_days",
        "m_known": "migraine_known_days",
        "m": "migraine_days",
    }
)
EXAMPLES = (
    Example(
        "Chronic is 15 headache days and 8 migraine days of 28 in three windows in a row",
        "features.chronicity",
        why="One month below makes a change, not an end; the first two windows of a diary tell "
        "nothing yet.",
        given={
            "features.person_window": spelt("""
            kind     | index | h_known | h  | m_known | m
            personal | 0     | 28      | 15 | 28      | 8
            personal | 1     | 28      | 28 | 28      | 28
            personal | 2     | 28      | 15 | 28      | 8
            personal | 3     | 28      | 14 | 28      | 8
            personal | 4     | 28      | 15 | 28      | 7
            personal | 5     | 28      | 14 | 28      | 14
            """)
        },
        expected="""
            window_index | state    | frequency | judged_windows | chronic_windows
            0            | unknown  | ?         | 1              | 1
            1            | unknown  | ?         | 2              | 2
            2            | chronic  | ?         | 3              | 3
            3            | changing | ?         | 3              | 2
            4            | changing | ?         | 3              | 1
            5            | episodic | high      | 3              | 0
        """,
    ),
    Example(
        "Episodic migraine is of low frequency below 8 headache days of 28, of high below 15",
        "features.chronicity",
        why="Counted over the three windows. With 15 headache days and few migraine days it is "
        "neither: not chronic migraine, and not of a frequency that is called episodic.",
        given={
            "features.person_window": spelt("""
            person_id | kind     | index | h_known | h  | m_known | m
            1         | calendar | 340   | 28      | 14 | 28      | 7
            1         | calendar | 341   | 28      | 5  | 28      | 0
            1         | calendar | 342   | 28      | 4  | 28      | 0
            1         | calendar | 343   | 28      | 15 | 28      | 0
            2         | calendar | 341   | 28      | 15 | 28      | 7
            2         | calendar | 342   | 28      | 15 | 28      | 7
            2         | calendar | 343   | 28      | 14 | 28      | 7
            2         | calendar | 344   | 28      | 16 | 28      | 7
            """)
        },
        expected="""
            person_id | window_index | state    | frequency | headache_known_days | headache_days
            1         | 340          | unknown  | ?         | 28                  | 14
            1         | 341          | unknown  | ?         | 56                  | 19
            1         | 342          | episodic | low       | 84                  | 23
            1         | 343          | episodic | high      | 84                  | 24
            2         | 341          | unknown  | ?         | 28                  | 15
            2         | 342          | unknown  | ?         | 56                  | 30
            2         | 343          | episodic | high      | 84                  | 44
            2         | 344          | episodic | ?         | 84                  | 45
        """,
    ),
    Example(
        "Days are scaled to 28 over the known days, of which a window needs 14",
        "features.chronicity",
        why="8 of 14 days are 16 of 28. Too few headache days settle it, however little is known "
        "of migraine.",
        given={
            "features.person_window": spelt("""
            kind     | index | h_known | h  | m_known | m
            personal | 0     | 14      | 8  | 14      | 4
            personal | 1     | 14      | 7  | 0       | 0
            personal | 2     | 14      | 8  | 13      | 13
            personal | 3     | 13      | 13 | 14      | 14
            personal | 4     | 13      | 0  | 14      | 3
            """)
        },
        expected="""
            window_index | judged_windows | chronic_windows
            0            | 1              | 1
            1            | 2              | 1
            2            | 2              | 1
            3            | 1              | 0
            4            | 1              | 0
        """,
    ),
    Example(
        "A window that is missing leaves the next two unknown",
        "features.chronicity",
        given={
            "features.person_window": spelt("""
            kind     | index | h_known | h | m_known | m
            personal | 0     | 28      | 0 | 28      | 0
            personal | 2     | 28      | 0 | 28      | 0
            personal | 3     | 28      | 0 | 28      | 0
            personal | 4     | 28      | 0 | 28      | 0
            """)
        },
        expected="""
            window_index | state    | judged_windows
            0            | unknown  | 1
            2            | unknown  | 2
            3            | unknown  | 2
            4            | episodic | 3
        """,
    ),
    Example(
        "The limits of chronic migraine are settings",
        "features.chronicity",
        settings={
            "chronic_headache_days": 10,
            "chronic_migraine_days": 5,
            "high_frequency_days": 4,
        },
        given={
            "features.person_window": spelt("""
            person_id | kind     | index | h_known | h  | m_known | m
            1         | personal | 0     | 28      | 10 | 28      | 5
            1         | personal | 1     | 28      | 10 | 28      | 5
            1         | personal | 2     | 28      | 10 | 28      | 5
            2         | personal | 0     | 28      | 4  | 28      | 4
            2         | personal | 1     | 28      | 4  | 28      | 4
            2         | personal | 2     | 28      | 4  | 28      | 4
            """)
        },
        expected="""
            person_id | window_index | state    | frequency
            1         | 0            | unknown  | ?
            1         | 1            | unknown  | ?
            1         | 2            | chronic  | ?
            2         | 0            | unknown  | ?
            2         | 1            | unknown  | ?
            2         | 2            | episodic | high
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_chronic_migraine(example: Example):
    found, expected = run_example(example)
    assert found == expected
