"""Therapies: first use, the days for which all of them came, and new starts after a washout."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "A first use is the earliest completed one, of the leaf and of its group",
        "features.first_use",
        why="What was planned, cancelled or entered in error was no exposure.",
        given={
            "core.therapy": """
                therapy_code          | start_date | status
                massage_medical       | 2026-03-01 | planned
                massage_medical       | 2026-03-09 | completed
                massage_medical       | 2026-03-16 | completed
                massage_trigger_point | 2026-03-04 | cancelled
                massage_relaxation    | 2026-03-02 | entered_in_error
                massage_medical       | 2026-03-03 | no_show
            """
        },
        expected="""
            therapy_id      | index_date
            massage         | 2026-03-09
            massage_medical | 2026-03-09
        """,
    ),
    Example(
        "A group is first used with the first of its leaves",
        "features.first_use",
        given={
            "core.therapy": """
                therapy_code | start_date
                acupuncture  | 2026-03-09
                dry_needling | 2026-03-02
                unmapped     | 2026-03-03
            """
        },
        expected="""
            therapy_id   | index_date
            acupuncture  | 2026-03-09
            dry_needling | 2026-03-02
            needling     | 2026-03-02
            unmapped     | 2026-03-03
        """,
    ),
    Example(
        "A person's therapies are on record where everything came that the site has of them",
        "features.therapy_record",
        why="SITE1 sent two stretches, and between them a file that was refused. SITE2 sent no "
        "therapies. Person 3 counts days from an own day 0, which the record cannot be held "
        "against; person 4 has no diary and no row.",
        given={
            "core.diary_day": """
                person_id | site_code | diary_date | headache | date_is_relative
                1         | SITE1     | 2026-03-01 | no       | no
                2         | SITE2     | 2026-03-01 | no       | no
                3         | SITE1     | 2000-01-03 | no       | yes
            """,
            "ledger.delivered_period": """
                site_code | contract | from_date  | to_date    | is_complete
                SITE1     | therapy  | 2025-01-01 | 2025-12-31 | yes
                SITE1     | therapy  | 2026-01-01 | 2026-01-31 | no
                SITE1     | therapy  | 2026-02-01 | 2026-06-30 | yes
                SITE1     | diary    | 2025-01-01 | 2026-06-30 | yes
                SITE2     | diary    | 2025-01-01 | 2026-06-30 | yes
            """,
        },
        expected="""
            person_id | site_code | from_date  | to_date
            1         | SITE1     | 2025-01-01 | 2025-12-31
            1         | SITE1     | 2026-02-01 | 2026-06-30
        """,
    ),
    Example(
        "A start is new when the diary was running for 84 days before it",
        "features.new_start",
        why="The first diary day of both is 1 January. A day short, and an earlier use may have "
        "escaped the record.",
        given={
            "core.diary_day": """
                person_id | diary_date | headache
                1         | 2026-01-01 | no
                2         | 2026-01-01 | no
            """,
            "features.first_use": """
                person_id | therapy_id   | index_date
                1         | dry_needling | 2026-03-26
                2         | dry_needling | 2026-03-25
            """,
            "ledger.delivered_period": """
                contract | from_date  | to_date    | is_complete
                therapy  | 2026-01-01 | 2026-12-31 | yes
            """,
        },
        expected="""
            person_id | therapy_id   | index_date
            1         | dry_needling | 2026-03-26
        """,
    ),
    Example(
        "A start that cannot be placed against the diary is none",
        "features.new_start",
        why="Person 1 counts days from an own day 0; person 2 has no diary; person 3 began before "
        "the diary.",
        given={
            "core.diary_day": """
                person_id | diary_date | date_is_relative
                1         | 2000-01-03 | yes
                3         | 2026-01-01 | no
            """,
            "features.first_use": """
                person_id | therapy_id   | index_date
                1         | dry_needling | 2026-03-26
                2         | dry_needling | 2026-03-26
                3         | dry_needling | 2025-11-01
            """,
            "ledger.delivered_period": """
                contract | from_date  | to_date    | is_complete
                therapy  | 2025-01-01 | 2026-12-31 | yes
            """,
        },
        expected="""
            person_id | therapy_id | index_date
        """,
    ),
    Example(
        "A start is new only where therapies were delivered from washout to co-starts",
        "features.new_start",
        why="Without therapies on record nobody knows whether there were none. SITE1 sent them for "
        "the 84 days before and the 28 after, SITE2 a day less at the end, SITE3 a day less at the "
        "beginning. SITE4 sent visits instead, and of SITE5's files one was refused.",
        given={
            "core.diary_day": """
                person_id | site_code | diary_date | headache
                1         | SITE1     | 2025-06-01 | no
                2         | SITE2     | 2025-06-01 | no
                3         | SITE3     | 2025-06-01 | no
                4         | SITE4     | 2025-06-01 | no
                5         | SITE5     | 2025-06-01 | no
            """,
            "features.first_use": """
                person_id | site_code | therapy_id   | index_date
                1         | SITE1     | dry_needling | 2026-03-26
                2         | SITE2     | dry_needling | 2026-03-26
                3         | SITE3     | dry_needling | 2026-03-26
                4         | SITE4     | dry_needling | 2026-03-26
                5         | SITE5     | dry_needling | 2026-03-26
            """,
            "ledger.delivered_period": """
                site_code | contract | from_date  | to_date    | is_complete
                SITE1     | therapy  | 2026-01-01 | 2026-04-23 | yes
                SITE2     | therapy  | 2026-01-01 | 2026-04-22 | yes
                SITE3     | therapy  | 2026-01-02 | 2026-04-23 | yes
                SITE4     | visit    | 2026-01-01 | 2026-04-23 | yes
                SITE5     | therapy  | 2026-01-01 | 2026-04-23 | no
            """,
        },
        expected="""
            person_id | site_code | therapy_id   | index_date
            1         | SITE1     | dry_needling | 2026-03-26
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_therapies(example: Example):
    found, expected = run_example(example)
    assert found == expected
