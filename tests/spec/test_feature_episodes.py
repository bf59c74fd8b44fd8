"""Attacks that last several days: where they begin and end, and when that is known."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "One clean day between two attack days is bridged, two end the attack",
        "features.episode",
        given={
            "core.diary_day": """
            diary_date             | headache
            2026-03-01..2026-03-02 | no
            2026-03-03             | yes
            2026-03-04             | no
            2026-03-05             | yes
            2026-03-06..2026-03-07 | no
            2026-03-08             | yes
            2026-03-09             | no
            """
        },
        expected="""
            first_date | last_date  | attack_days | bridged_days | is_start_known | is_end_known
            2026-03-03 | 2026-03-05 | 2           | 1            | yes            | yes
            2026-03-08 | 2026-03-08 | 1           | 0            | yes            | no
        """,
    ),
    Example(
        "A day nobody observed is not bridged: neither end beside it is known",
        "features.episode",
        given={
            "core.diary_day": """
            diary_date             | headache
            2026-03-01             | no
            2026-03-02             | yes
            2026-03-04             | yes
            2026-03-05             | ?
            2026-03-06..2026-03-07 | no
            2026-03-08             | yes
            2026-03-09..2026-03-10 | no
            """
        },
        expected="""
            first_date | last_date  | attack_days | bridged_days | is_start_known | is_end_known
            2026-03-02 | 2026-03-02 | 1           | 0            | no             | no
            2026-03-04 | 2026-03-04 | 1           | 0            | no             | no
            2026-03-08 | 2026-03-08 | 1           | 0            | yes            | yes
        """,
    ),
    Example(
        "attack_gap_days is a setting",
        "features.episode",
        settings={"attack_gap_days": 0},
        given={
            "core.diary_day": """
            diary_date             | headache
            2026-03-01             | no
            2026-03-02..2026-03-03 | yes
            2026-03-04             | no
            2026-03-05             | yes
            """
        },
        expected="""
            first_date | last_date  | attack_days | bridged_days | is_start_known | is_end_known
            2026-03-02 | 2026-03-03 | 2           | 0            | yes            | yes
            2026-03-05 | 2026-03-05 | 1           | 0            | yes            | no
        """,
    ),
    Example(
        "Severe days and drug days of an attack have each their own number of known days",
        "features.episode",
        why="The bridged day is none of them.",
        given={
            "core.diary_day": """
            diary_date | headache | pain_max | acute_triptan
            2026-03-01 | yes      | 7        | 1
            2026-03-02 | no       | ?        | 1
            2026-03-03 | yes      | 6.9      | 0
            2026-03-04 | yes      | ?        | ?
            """
        },
        expected="""
            attack_days | severe_known_days | severe_days | acute_known_days | acute_days
            3           | 2                 | 1           | 2                | 1
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_episodes(example: Example):
    found, expected = run_example(example)
    assert found == expected
