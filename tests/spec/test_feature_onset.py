"""Attack onset: clean days, days at risk, and which attack days begin an attack."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "A day is at risk after three clean days, and an attack on it is an onset",
        "features.onset_day",
        why="The second attack day continues the attack: it is neither at risk nor an onset.",
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-03-02..2026-03-05 | no
                2026-03-06..2026-03-07 | yes
                2026-03-08             | no
            """
        },
        expected="""
            diary_date | clean_days | is_at_risk | is_onset
            2026-03-02 | 0          | no         | ?
            2026-03-03 | 1          | no         | ?
            2026-03-04 | 2          | no         | ?
            2026-03-05 | 3          | yes        | no
            2026-03-06 | 4          | yes        | yes
            2026-03-07 | 0          | no         | ?
            2026-03-08 | 0          | no         | ?
        """,
    ),
    Example(
        "A day nobody observed breaks the clean run",
        "features.onset_day",
        why="The attack of 7 March may have begun on the 4th, so it is no onset on record.",
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-03-02..2026-03-03 | no
                2026-03-05..2026-03-06 | no
                2026-03-07             | yes
            """
        },
        expected="""
            diary_date | clean_days | is_at_risk | is_onset
            2026-03-02 | 0          | no         | ?
            2026-03-03 | 1          | no         | ?
            2026-03-04 | 2          | no         | ?
            2026-03-05 | 0          | no         | ?
            2026-03-06 | 1          | no         | ?
            2026-03-07 | 2          | no         | ?
        """,
    ),
    Example(
        "An unknown day is never at risk, whatever came before",
        "features.onset_day",
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-03-02..2026-03-04 | no
                2026-03-05             | ?
                2026-03-06             | no
            """
        },
        expected="""
            diary_date | clean_days | is_at_risk | is_onset
            2026-03-02 | 0          | no         | ?
            2026-03-03 | 1          | no         | ?
            2026-03-04 | 2          | no         | ?
            2026-03-05 | 3          | no         | ?
            2026-03-06 | 0          | no         | ?
        """,
    ),
    Example(
        "An attack that pauses for attack_gap_days is the same attack",
        "features.onset_day",
        why="With a pause of one day allowed, 4 March is bridged. 7 March follows two clean days, "
        "one more than the pause, so it is at risk although clean_days asks for one.",
        settings={"clean_days": 1, "attack_gap_days": 1},
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-03-02             | no
                2026-03-03             | yes
                2026-03-04             | no
                2026-03-05             | yes
                2026-03-06..2026-03-07 | no
                2026-03-08             | yes
            """
        },
        expected="""
            diary_date | clean_days | is_at_risk | is_onset
            2026-03-02 | 0          | no         | ?
            2026-03-03 | 1          | no         | ?
            2026-03-04 | 0          | no         | ?
            2026-03-05 | 1          | no         | ?
            2026-03-06 | 0          | no         | ?
            2026-03-07 | 1          | no         | ?
            2026-03-08 | 2          | yes        | yes
        """,
    ),
    Example(
        "Without a pause, one clean day parts two attacks",
        "features.onset_day",
        settings={"clean_days": 1, "attack_gap_days": 0},
        given={
            "core.diary_day": """
                diary_date | headache
                2026-03-02 | no
                2026-03-03 | yes
                2026-03-04 | no
                2026-03-05 | yes
            """
        },
        expected="""
            diary_date | clean_days | is_at_risk | is_onset
            2026-03-02 | 0          | no         | ?
            2026-03-03 | 1          | yes        | yes
            2026-03-04 | 0          | no         | ?
            2026-03-05 | 1          | yes        | yes
        """,
    ),
    Example(
        "Clean days are counted to 28, however long the diary ran clean",
        "features.onset_day",
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-03-01             | yes
                2026-03-02..2026-03-31 | no
            """,
        },
        expected="""
            diary_date             | clean_days | is_at_risk
            2026-03-01             | 0          | no
            2026-03-02             | 0          | no
            2026-03-03             | 1          | no
            2026-03-04             | 2          | no
            2026-03-05             | 3          | yes
            2026-03-06             | 4          | yes
            2026-03-07             | 5          | yes
            2026-03-08             | 6          | yes
            2026-03-09             | 7          | yes
            2026-03-10             | 8          | yes
            2026-03-11             | 9          | yes
            2026-03-12             | 10         | yes
            2026-03-13             | 11         | yes
            2026-03-14             | 12         | yes
            2026-03-15             | 13         | yes
            2026-03-16             | 14         | yes
            2026-03-17             | 15         | yes
            2026-03-18             | 16         | yes
            2026-03-19             | 17         | yes
            2026-03-20             | 18         | yes
            2026-03-21             | 19         | yes
            2026-03-22             | 20         | yes
            2026-03-23             | 21         | yes
            2026-03-24             | 22         | yes
            2026-03-25             | 23         | yes
            2026-03-26             | 24         | yes
            2026-03-27             | 25         | yes
            2026-03-28             | 26         | yes
            2026-03-29             | 27         | yes
            2026-03-30..2026-03-31 | 28         | yes
        """,
    ),
    Example(
        "A headache that is no migraine leaves a migraine diary clean",
        "features.onset_day",
        settings={"clean_days": 1, "attack_gap_days": 0},
        given={
            "core.diary_day": """
                diary_date | headache | migraine
                2026-03-02 | yes      | no
                2026-03-03 | yes      | yes
            """
        },
        expected="""
            diary_date | clean_days | is_at_risk | is_onset
            2026-03-02 | 0          | no         | ?
            2026-03-03 | 1          | yes        | yes
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_onset(example: Example):
    found, expected = run_example(example)
    assert found == expected
