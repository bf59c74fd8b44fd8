"""New starts in full: what was begun beside them, their sessions, and who had stopped by when."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "Other therapies begun within 28 days are co-starts",
        "trials.start",
        why="The 28th day counts, the 29th does not; before or after makes no difference. For the "
        "group needling, its own leaf dry_needling is no other therapy; for acupuncture it is. "
        "Without a dose of an own leaf nothing is known of sessions.",
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
            "features.therapy_record": """
                from_date  | to_date
                2025-01-01 | 2026-12-31
            """,
        },
        expected="""
            therapy_id  | co_starts | leaf        | sessions_28 | is_stopped_by_84
            acupuncture | 3         | acupuncture | ?           | ?
            needling    | 2         | acupuncture | ?           | ?
        """,
    ),
    Example(
        "Sessions and minutes are those of days 0 to 27",
        "trials.start",
        why="Two leaves on 1 June are one session of the group, begun with the lower code. The "
        "session of 28 June is the last that counts. Of 8 June nobody told the minutes.",
        given={
            "features.new_start": """
                therapy_id      | index_date
                omt             | 2026-06-01
                omt_cranial     | 2026-06-01
                omt_soft_tissue | 2026-06-01
            """,
            "core.therapy": """
                therapy_code    | start_date | minutes
                omt_cranial     | 2026-06-01 | 15
                omt_cranial     | 2026-06-28 | 30
                omt_cranial     | 2026-06-29 | 30
                omt_soft_tissue | 2026-06-01 | 15
                omt_soft_tissue | 2026-06-08 | ?
            """,
            "features.therapy_record": """
                from_date  | to_date
                2025-01-01 | 2026-12-31
            """,
        },
        expected="""
            therapy_id      | leaf            | sessions_28 | minutes_28
            omt             | omt_cranial     | 3           | ?
            omt_cranial     | omt_cranial     | 2           | 45
            omt_soft_tissue | omt_soft_tissue | 2           | ?
        """,
    ),
    Example(
        "Who has stopped by day 84 had nothing for more than the gap by then",
        "trials.start",
        why="Needling may pause for 28 days, and 24 August is day 84. Person 1 had the last "
        "session on 26 July, 29 days before; person 2 a day later. Person 3 had one session, but "
        "the record ends on day 82: what is known of those who stopped would not be of others.",
        given={
            "features.new_start": """
                person_id | therapy_id   | index_date
                1         | dry_needling | 2026-06-01
                2         | dry_needling | 2026-06-01
                3         | dry_needling | 2026-06-01
            """,
            "core.therapy": """
                person_id | therapy_code | start_date
                1         | dry_needling | 2026-06-01
                1         | dry_needling | 2026-06-28
                1         | dry_needling | 2026-07-26
                2         | dry_needling | 2026-06-01
                2         | dry_needling | 2026-06-29
                2         | dry_needling | 2026-07-27
                3         | dry_needling | 2026-06-01
            """,
            "features.therapy_record": """
                person_id | from_date  | to_date
                1         | 2025-01-01 | 2026-12-31
                2         | 2025-01-01 | 2026-12-31
                3         | 2025-01-01 | 2026-08-22
            """,
        },
        expected="""
            person_id | sessions_28 | is_stopped_by_84
            1         | 2           | yes
            2         | 1           | no
            3         | 1           | ?
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_start(example: Example):
    found, expected = run_example(example)
    assert found == expected
