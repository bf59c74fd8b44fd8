"""Therapies: first use, new starts after a washout, and what is known before and after them."""

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
    Example(
        "Windows of 28 days are counted from the start, back to -6 and on to 2",
        "features.start_window",
        why="The start is 1 June. Of every window only its border days are in the diary; the day "
        "169 before and the day 84 after the start belong to none.",
        given={
            "features.new_start": """
                therapy_id   | index_date
                dry_needling | 2026-06-01
            """,
            "core.diary_day": """
                diary_date | headache
                2025-12-14 | yes
                2025-12-15 | yes
                2026-05-03 | no
                2026-05-04 | no
                2026-05-31 | yes
                2026-06-01 | yes
                2026-06-28 | ?
                2026-06-29 | no
                2026-08-23 | yes
                2026-08-24 | yes
            """,
        },
        expected="""
            window_index | window_start | attack_known_days | attack_days
            -6           | 2025-12-15   | 1                 | 1
            -5           | 2026-01-12   | 0                 | 0
            -4           | 2026-02-09   | 0                 | 0
            -3           | 2026-03-09   | 0                 | 0
            -2           | 2026-04-06   | 1                 | 0
            -1           | 2026-05-04   | 2                 | 1
            0            | 2026-06-01   | 1                 | 1
            1            | 2026-06-29   | 1                 | 0
            2            | 2026-07-27   | 1                 | 1
        """,
    ),
    Example(
        "Other therapies begun within 28 days are co-starts",
        "features.co_start",
        why="The 28th day counts, the 29th does not; before or after makes no difference. For the "
        "group needling, its own leaf dry_needling is no other therapy; for acupuncture it is.",
        given={
            "features.new_start": """
                therapy_id  | index_date
                acupuncture | 2026-06-01
                needling    | 2026-06-01
            """,
            "features.first_use": """
                therapy_id       | index_date
                acupuncture      | 2026-06-01
                dry_needling     | 2026-06-20
                needling         | 2026-06-01
                massage          | 2026-05-04
                massage_medical  | 2026-05-04
                laser_low_level  | 2026-06-29
                exercise_aerobic | 2026-06-30
            """,
        },
        expected="""
            therapy_id  | co_starts
            acupuncture | 3
            needling    | 2
        """,
    ),
    Example(
        "Rates before and after a start are attack days per 28 known days",
        "features.therapy_start",
        why="14 known days are enough for a window, 13 are not; the outcome takes windows 1 and 2 "
        "together and needs 28.",
        given={
            "features.new_start": """
                person_id | therapy_id   | index_date
                1         | dry_needling | 2026-06-01
                2         | dry_needling | 2026-06-01
            """,
            "features.start_window": """
                person_id | therapy_id   | window_index | attack_known_days | attack_days
                1         | dry_needling | -3           | 28                | 9
                1         | dry_needling | -2           | 14                | 3
                1         | dry_needling | -1           | 13                | 3
                1         | dry_needling | 0            | 28                | 5
                1         | dry_needling | 1            | 20                | 2
                1         | dry_needling | 2            | 8                 | 2
                2         | dry_needling | 1            | 27                | 2
            """,
        },
        expected="""
            person_id | baseline_3 | baseline_2 | baseline_1 | outcome_1 | outcome | outcome_days
            1         | 9          | 6          | ?          | 5         | 4       | 28
            2         | ?          | ?          | ?          | ?         | ?       | 27
        """,
    ),
    Example(
        "A start without a diary day near it keeps its row and knows nothing",
        "features.therapy_start",
        given={
            "features.new_start": """
                therapy_id   | index_date
                dry_needling | 2026-06-01
            """
        },
        expected="""
            therapy_id   | baseline_1 | outcome | outcome_days | co_starts | age_years | is_female
            dry_needling | ?          | ?       | 0            | 0         | ?         | ?
        """,
    ),
    Example(
        "Age is counted in the year of the start; unknown sex and diagnosis stay unknown",
        "features.therapy_start",
        given={
            "features.new_start": """
                person_id | therapy_id   | index_date
                1         | dry_needling | 2026-06-01
                2         | dry_needling | 2026-06-01
                3         | dry_needling | 2026-06-01
            """,
            "core.person": """
                person_id | birth_year | age_years | sex     | diagnosis
                1         | 1986       | 38        | female  | chronic_migraine
                2         | ?          | 38        | other   | mwoa
                3         | ?          | ?         | unknown | unknown
            """,
        },
        expected="""
            person_id | age_years | is_female | is_chronic
            1         | 40        | yes       | yes
            2         | 38        | no        | no
            3         | ?         | ?         | ?
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_therapies(example: Example):
    found, expected = run_example(example)
    assert found == expected
