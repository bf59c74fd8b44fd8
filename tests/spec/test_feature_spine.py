"""The diary spine: every calendar day of a person's diary, and what is known of it."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "A covered day without an entry was a day without headache",
        "features.covered_day",
        why="Only the site can say that its log was kept. A day with an entry, even a missed one, "
        "is not made up; a day covered twice counts once.",
        given={
            "core.diary_coverage": """
                from_date  | to_date
                2026-03-02 | 2026-03-05
                2026-03-04 | 2026-03-06
            """,
            "core.diary_day": """
                diary_date | entry_status | headache
                2026-03-03 | complete     | yes
                2026-03-05 | missed       | ?
            """,
        },
        expected="""
            diary_date
            2026-03-02
            2026-03-04
            2026-03-06
        """,
    ),
    Example(
        "A diary begins with its first known day, written or covered",
        "features.diary_person",
        why="Person 1's log covers 1 March, before the first entry. Person 2 missed 1 March. "
        "Person 3 never kept a diary.",
        given={
            "core.diary_coverage": """
                person_id | from_date  | to_date
                1         | 2026-03-01 | 2026-03-03
            """,
            "core.diary_day": """
                person_id | diary_date | entry_status | date_is_relative | migraine
                1         | 2026-03-02 | complete     | no               | ?
                2         | 2000-03-01 | missed       | yes              | ?
                2         | 2000-03-02 | complete     | yes              | ?
                2         | 2000-03-05 | partial      | yes              | no
                3         | 2026-03-02 | missed       | no               | ?
            """,
        },
        expected="""
            person_id | site_code | first_date | date_is_relative | attack_basis
            1         | SITE1     | 2026-03-01 | no               | headache
            2         | SITE1     | 2000-03-02 | yes              | migraine
        """,
    ),
    Example(
        "A day without an entry stays, as a day nobody observed",
        "features.diary_spine",
        given={
            "core.diary_day": """
                diary_date | headache | migraine
                2026-03-02 | no       | no
                2026-03-04 | yes      | yes
            """
        },
        expected="""
            diary_date | day_number | is_observed | is_headache | is_migraine | is_attack
            2026-03-02 | 0          | yes         | no          | no          | no
            2026-03-03 | 1          | no          | ?           | ?           | ?
            2026-03-04 | 2          | yes         | yes         | yes         | yes
        """,
    ),
    Example(
        "A missed entry is no observation and does not lengthen the diary",
        "features.diary_spine",
        given={
            "core.diary_day": """
                diary_date | entry_status | headache
                2026-03-02 | partial      | no
                2026-03-03 | missed       | ?
                2026-03-04 | complete     | no
                2026-03-05 | missed       | ?
            """
        },
        expected="""
            diary_date | is_observed | is_headache
            2026-03-02 | yes         | no
            2026-03-03 | no          | ?
            2026-03-04 | yes         | no
        """,
    ),
    Example(
        "In an event log, covered days are free of headache and say nothing of drugs",
        "features.diary_spine",
        why="The log covers 2 to 4 March only; on 5 March nobody knows.",
        given={
            "core.diary_coverage": """
                from_date  | to_date
                2026-03-02 | 2026-03-04
            """,
            "core.diary_day": """
                diary_date | entry_basis | headache | migraine | pain_max | acute_triptan
                2026-03-03 | event_log   | yes      | yes      | 8        | 1
                2026-03-06 | event_log   | yes      | no       | 3        | 0
            """,
        },
        expected="""
            diary_date | is_observed | is_headache | is_migraine | is_severe | is_acute_drug
            2026-03-02 | yes         | no          | no          | no        | ?
            2026-03-03 | yes         | yes         | yes         | yes       | yes
            2026-03-04 | yes         | no          | no          | no        | ?
            2026-03-05 | no          | ?           | ?           | ?         | ?
            2026-03-06 | yes         | yes         | no          | no        | no
        """,
    ),
    Example(
        "Headache and migraine complete each other",
        "features.diary_spine",
        why="A migraine is a headache, and a day without headache is a day without migraine. "
        "Neither says anything about the other the other way round.",
        given={
            "core.diary_day": """
                diary_date | headache | migraine
                2026-03-02 | yes      | yes
                2026-03-03 | yes      | no
                2026-03-04 | yes      | ?
                2026-03-05 | no       | ?
                2026-03-06 | ?        | yes
                2026-03-07 | ?        | no
                2026-03-08 | ?        | ?
            """
        },
        expected="""
            diary_date | is_headache | is_migraine | is_attack
            2026-03-02 | yes         | yes         | yes
            2026-03-03 | yes         | no          | no
            2026-03-04 | yes         | ?           | ?
            2026-03-05 | no          | no          | no
            2026-03-06 | yes         | yes         | yes
            2026-03-07 | ?           | no          | no
            2026-03-08 | ?           | ?           | ?
        """,
    ),
    Example(
        "Where a diary never says migraine, its headaches are the attacks",
        "features.diary_spine",
        why="Person 1 never answers the migraine question; person 2 does once, so that a headache "
        "without an answer is an attack nobody can vouch for.",
        given={
            "core.diary_day": """
                person_id | diary_date | headache | migraine
                1         | 2026-03-02 | yes      | ?
                1         | 2026-03-03 | no       | ?
                2         | 2026-03-02 | yes      | ?
                2         | 2026-03-03 | yes      | no
            """
        },
        expected="""
            person_id | diary_date | attack_basis | is_attack
            1         | 2026-03-02 | headache     | yes
            1         | 2026-03-03 | headache     | no
            2         | 2026-03-02 | migraine     | ?
            2         | 2026-03-03 | migraine     | no
        """,
    ),
    Example(
        "A day is severe from 7 on",
        "features.diary_spine",
        given={
            "core.diary_day": """
                diary_date | headache | pain_max
                2026-03-02 | yes      | 7
                2026-03-03 | yes      | 6.9
                2026-03-04 | yes      | ?
                2026-03-05 | no       | ?
                2026-03-06 | ?        | 8
            """
        },
        expected="""
            diary_date | is_severe
            2026-03-02 | yes
            2026-03-03 | no
            2026-03-04 | ?
            2026-03-05 | no
            2026-03-06 | yes
        """,
    ),
    Example(
        "Any acute drug counts; none recorded is not none taken",
        "features.diary_spine",
        given={
            "core.diary_day": """
                diary_date | acute_triptan | acute_nsaid | acute_other
                2026-03-02 | 0             | 2           | ?
                2026-03-03 | 0             | 0           | ?
                2026-03-04 | ?             | ?           | ?
                2026-03-05 | ?             | ?           | 1
            """
        },
        expected="""
            diary_date | is_acute_drug
            2026-03-02 | yes
            2026-03-03 | no
            2026-03-04 | ?
            2026-03-05 | yes
        """,
    ),
    Example(
        "Weekend is Saturday and Sunday, known on unobserved days too",
        "features.diary_spine",
        why="A day counted from the person's own day 0 has no weekday.",
        given={
            "core.diary_day": """
                person_id | diary_date | date_is_relative
                1         | 2026-03-06 | no
                1         | 2026-03-09 | no
                2         | 2000-01-08 | yes
            """
        },
        expected="""
            person_id | diary_date | date_is_relative | weekend
            1         | 2026-03-06 | no               | no
            1         | 2026-03-07 | no               | yes
            1         | 2026-03-08 | no               | yes
            1         | 2026-03-09 | no               | no
            2         | 2000-01-08 | yes              | ?
        """,
    ),
    Example(
        "An entry made more than five days after its day is late",
        "features.diary_spine",
        why="Whole days count, not hours. An entry made the day before, as across a time zone, "
        "was made without delay. A covered day has no entry to be late, and a day counted from the "
        "person's own day 0 no distance to the calendar in which the entry was made.",
        given={
            "core.diary_coverage": """
                person_id | from_date  | to_date
                1         | 2026-03-07 | 2026-03-07
            """,
            "core.diary_day": """
                person_id | diary_date | entered_at          | date_is_relative
                1         | 2026-03-02 | 2026-03-07 23:59:00 | no
                1         | 2026-03-03 | 2026-03-09 00:01:00 | no
                1         | 2026-03-04 | 2026-03-04 08:00:00 | no
                1         | 2026-03-05 | 2026-03-04 23:00:00 | no
                1         | 2026-03-06 | ?                   | no
                2         | 2000-01-03 | 2026-03-06 20:00:00 | yes
            """,
        },
        expected="""
            person_id | diary_date | entry_delay_days | is_late
            1         | 2026-03-02 | 5                | no
            1         | 2026-03-03 | 6                | yes
            1         | 2026-03-04 | 0                | no
            1         | 2026-03-05 | 0                | no
            1         | 2026-03-06 | ?                | ?
            1         | 2026-03-07 | ?                | ?
            2         | 2000-01-03 | ?                | ?
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_spine(example: Example):
    found, expected = run_example(example)
    assert found == expected
