"""Which ways of counting a day a diary can decide, and its windows counted by each."""

from __future__ import annotations

import pytest
from short_heads import speller
from small_tables import Example, run_example

spelt = speller(
    {
        "kind": "window_kind",
        "index": "window_index",
        "start": "window_start",
        "observed": "observed_days",
        "known": "known_days",
    }
)
EXAMPLES = (
    Example(
        "A variant counts for a person once a day with headache could be decided by it",
        "features.decided_variant",
        why="Person 1 is asked for the length of the headache and nothing else; 90 minutes are no "
        "4 hours, which decides that variant on this day. The clear days of person 2 show that "
        "headache is asked, and no more. Of person 3 nothing is known; of person 4 all but "
        "whether there was a short headache.",
        given={
            "core.diary_day": """
            person_id | diary_date | headache | migraine | headache_minutes | aura | acute_triptan
            1         | 2026-03-01 | yes      | ?        | 90               | ?    | ?
            1         | 2026-03-02 | no       | ?        | ?                | ?    | ?
            2         | 2026-03-01 | no       | no       | ?                | no   | 0
            3         | 2026-03-01 | ?        | ?        | ?                | ?    | ?
            4         | 2026-03-01 | ?        | no       | 20               | no   | 0
            """
        },
        expected="""
            person_id | variant
            1         | headache_1_h
            1         | headache_30_min
            1         | headache_any
            1         | migraine_criteria_4_h
            2         | headache_any
            4         | headache_1_h
            4         | headache_30_min
            4         | migraine_30_min
            4         | migraine_4_h
            4         | migraine_aura
            4         | migraine_criteria_30_min
            4         | migraine_criteria_4_h
            4         | migraine_reported
            4         | migraine_specific_drug
        """,
    ),
    Example(
        "Each variant has its own days, with the days that it decides beside them",
        "features.window_variant",
        why="On 4 March there was headache, and nobody knows how long: a day of 30 minutes or not. "
        "Migraine by criteria at 4 hours is decided where the headache is shorter. Variants that "
        "the diary never decides have no row.",
        given={
            "core.diary_day": """
                diary_date | headache | headache_minutes
                2026-02-22 | yes      | 45
                2026-02-23 | yes      | 45
                2026-02-24 | yes      | 90
                2026-03-04 | yes      | ?
                2026-03-05 | no       | ?
            """
        },
        expected=spelt("""
            kind     | index | start      | variant               | observed | known | days
            calendar | 340   | 2026-01-26 | headache_1_h          | 1        | 0     | 0
            calendar | 340   | 2026-01-26 | headache_30_min       | 1        | 1     | 1
            calendar | 340   | 2026-01-26 | headache_any          | 1        | 1     | 1
            calendar | 340   | 2026-01-26 | migraine_criteria_4_h | 1        | 1     | 0
            calendar | 341   | 2026-02-23 | headache_1_h          | 4        | 2     | 1
            calendar | 341   | 2026-02-23 | headache_30_min       | 4        | 3     | 2
            calendar | 341   | 2026-02-23 | headache_any          | 4        | 4     | 3
            calendar | 341   | 2026-02-23 | migraine_criteria_4_h | 4        | 3     | 0
        """),
    ),
    Example(
        "Where the diary has no place in the calendar, its windows are personal",
        "features.window_variant",
        given={
            "core.diary_day": """
                diary_date | date_is_relative | headache
                2000-01-08 | yes              | no
                2000-02-04 | yes              | yes
                2000-02-05 | yes              | yes
            """
        },
        expected="""
            window_kind | window_index | window_start | variant      | known_days | days
            personal    | 0            | 2000-01-08   | headache_any | 2          | 1
            personal    | 1            | 2000-02-05   | headache_any | 1          | 1
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_variants(example: Example):
    found, expected = run_example(example)
    assert found == expected
