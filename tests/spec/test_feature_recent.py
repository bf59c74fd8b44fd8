"""What the 7 and the 28 days before a day held, the day itself left out."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example


def counted(kind: str, columns: str, yes: str, no: str, unknown: str) -> Example:
    """A kind of day: one that is, one that is not, one nobody knows, one gap, and five that not."""
    return Example(
        f"{kind} days of the days before, and how many are known",
        "features.recent_days",
        why="On the 10th the 2nd lies 8 days back: out of the 7 days, still within the 28.",
        given={
            "core.diary_day": f"""
                diary_date             | {columns}
                2026-03-02             | {yes}
                2026-03-03             | {no}
                2026-03-04             | {unknown}
                2026-03-06..2026-03-10 | {no}
            """
        },
        expected=f"""
            diary_date | {kind}_known_days_7 | {kind}_days_7 | {kind}_known_days_28 | {kind}_days_28
            2026-03-02             | 0 | 0 | 0 | 0
            2026-03-03             | 1 | 1 | 1 | 1
            2026-03-04..2026-03-06 | 2 | 1 | 2 | 1
            2026-03-07             | 3 | 1 | 3 | 1
            2026-03-08             | 4 | 1 | 4 | 1
            2026-03-09             | 5 | 1 | 5 | 1
            2026-03-10             | 5 | 0 | 6 | 1
        """,
    )


KINDS = (
    counted("headache", "headache", "yes", "no", "?"),
    counted("attack", "headache | migraine", "yes | yes", "yes | no", "yes | ?"),
    counted("severe", "headache | pain_max", "yes | 7", "yes | 6.9", "yes | ?"),
    counted("acute", "headache | acute_triptan", "yes | 1", "yes | 0", "yes | ?"),
)
EXAMPLES = (
    Example(
        "A day counts for the 7 days after it, and for the 28",
        "features.recent_days",
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-03-02             | yes
                2026-03-03..2026-04-01 | no
            """
        },
        expected="""
            diary_date             | headache_days_7 | headache_days_28
            2026-03-02             | 0               | 0
            2026-03-03..2026-03-09 | 1               | 1
            2026-03-10..2026-03-30 | 0               | 1
            2026-03-31..2026-04-01 | 0               | 0
        """,
    ),
    Example(
        "Days without an entry have a row, and are not observed",
        "features.recent_days",
        given={
            "core.diary_day": """
                diary_date | headache
                2026-03-02 | ?
                2026-03-04 | no
                2026-03-10 | no
            """
        },
        expected="""
            diary_date             | observed_days_7 | observed_days_28
            2026-03-02             | 0               | 0
            2026-03-03..2026-03-04 | 1               | 1
            2026-03-05..2026-03-09 | 2               | 2
            2026-03-10             | 1               | 2
        """,
    ),
    Example(
        "Sleep and stress of 7 days are sums beside their known days",
        "features.recent_days",
        why="Seven hours and 3.4 points on the 2nd; on the 4th stress was not told, and on the "
        "10th the 2nd is 8 days back.",
        given={
            "core.diary_day": """
                diary_date             | sleep_hours | stress
                2026-03-02             | 7           | 3.4
                2026-03-04             | 6.5         | ?
                2026-03-08..2026-03-10 | 24          | 10
            """
        },
        expected="""
            diary_date             | sleep_minutes_7 | sleep_known_days_7 | stress_tenths_7
            2026-03-02             | 0               | 0                  | 0
            2026-03-03..2026-03-04 | 420             | 1                  | 34
            2026-03-05..2026-03-08 | 810             | 2                  | 34
            2026-03-09             | 2250            | 3                  | 134
            2026-03-10             | 3270            | 3                  | 200
        """,
    ),
    Example(
        "Stress not told is no stress of 0",
        "features.recent_days",
        given={
            "core.diary_day": """
                diary_date             | stress
                2026-03-02             | 0
                2026-03-03             | ?
                2026-03-04             | 8
            """
        },
        expected="""
            diary_date | stress_tenths_7 | stress_known_days_7
            2026-03-02 | 0               | 0
            2026-03-03 | 0               | 1
            2026-03-04 | 0               | 1
        """,
    ),
    Example(
        "The days before are the same person's",
        "features.recent_days",
        given={
            "core.diary_day": """
                person_id | diary_date | headache
                1         | 2026-03-02 | yes
                2         | 2026-03-03 | yes
            """
        },
        expected="""
            person_id | diary_date | observed_days_7 | headache_days_28
            1         | 2026-03-02 | 0               | 0
            2         | 2026-03-03 | 0               | 0
        """,
    ),
    *KINDS,
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_recent_days(example: Example):
    found, expected = run_example(example)
    assert found == expected
