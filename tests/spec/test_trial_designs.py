"""The trials themselves: who is compared with whom, by what was known on the day."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

from triggerscape.warehouse.designs.trials.active_trial import active_trial_sql
from triggerscape.warehouse.designs.trials.layer_trial import layer_trial_sql
from triggerscape.warehouse.designs.trials.no_start_trial import no_start_trial_sql
from triggerscape.warehouse.designs.trials.stop_trial import stop_trial_sql

ACTIVE, NO_START, LAYERS, STOPS = "trial.active", "trial.no_start", "trial.layers", "trial.stops"
NEEDED = "mmd_m3 | mmd_m2 | mmd_m1 | mmd_after | age_years | is_female | is_chronic"
KNOWN = "9      | 8      | 7      | 4         | 40        | yes       | no"

EXAMPLES = (
    Example(
        "Whoever started both belongs to the one started first; on one day, to neither",
        ACTIVE,
        why="Osteopathic manipulation against dry needling. Person 1 had manipulation first, "
        "person 2 needling, person 3 both on one day. Person 4 began manipulation after a washout, "
        "but had had needling before the diary began.",
        sql=active_trial_sql("omt", "dry_needling"),
        given={
            "features.first_use": """
                person_id | therapy_id   | index_date
                1         | omt          | 2026-06-01
                1         | dry_needling | 2026-06-08
                2         | omt          | 2026-06-08
                2         | dry_needling | 2026-06-01
                3         | omt          | 2026-06-01
                3         | dry_needling | 2026-06-01
                4         | omt          | 2026-06-01
                4         | dry_needling | 2024-06-01
            """,
            "trials.start": """
                person_id | therapy_id   | index_date | sessions_28
                1         | omt          | 2026-06-01 | 3
                1         | dry_needling | 2026-06-08 | 2
                2         | omt          | 2026-06-08 | 3
                2         | dry_needling | 2026-06-01 | 2
                3         | omt          | 2026-06-01 | 3
                3         | dry_needling | 2026-06-01 | 2
                4         | omt          | 2026-06-01 | 3
            """,
            "trials.person_at_zero": f"""
                person_id | index_date | {NEEDED}
                1         | 2026-06-01 | {KNOWN}
                1         | 2026-06-08 | {KNOWN}
                2         | 2026-06-01 | {KNOWN}
                2         | 2026-06-08 | {KNOWN}
                3         | 2026-06-01 | {KNOWN}
                4         | 2026-06-01 | {KNOWN}
            """,
        },
        expected="""
            person_id | index_date | arm | mmd_m1 | mmd_after | sessions_28
            1         | 2026-06-01 | 1   | 7      | 4         | 3
            2         | 2026-06-01 | 0   | 7      | 4         | 2
        """,
    ),
    Example(
        "Three months before, the outcome, age, sex and diagnosis must all be known",
        ACTIVE,
        sql=active_trial_sql("omt", "dry_needling"),
        given={
            "features.first_use": """
                person_id | therapy_id | index_date
                1         | omt        | 2026-06-01
                2         | omt        | 2026-06-01
                3         | omt        | 2026-06-01
                4         | omt        | 2026-06-01
                5         | omt        | 2026-06-01
                6         | omt        | 2026-06-01
                7         | omt        | 2026-06-01
                8         | omt        | 2026-06-01
            """,
            "trials.start": """
                person_id | therapy_id | index_date
                1         | omt        | 2026-06-01
                2         | omt        | 2026-06-01
                3         | omt        | 2026-06-01
                4         | omt        | 2026-06-01
                5         | omt        | 2026-06-01
                6         | omt        | 2026-06-01
                7         | omt        | 2026-06-01
                8         | omt        | 2026-06-01
            """,
            "trials.person_at_zero": f"""
                person_id | index_date | {NEEDED}
                1         | 2026-06-01 | ? | 8 | 7 | 4 | 40 | yes | no
                2         | 2026-06-01 | 9 | ? | 7 | 4 | 40 | yes | no
                3         | 2026-06-01 | 9 | 8 | ? | 4 | 40 | yes | no
                4         | 2026-06-01 | 9 | 8 | 7 | ? | 40 | yes | no
                5         | 2026-06-01 | 9 | 8 | 7 | 4 | ?  | yes | no
                6         | 2026-06-01 | 9 | 8 | 7 | 4 | 40 | ?   | no
                7         | 2026-06-01 | 9 | 8 | 7 | 4 | 40 | yes | ?
                8         | 2026-06-01 | 9 | 8 | 7 | 4 | 40 | yes | no
            """,
        },
        expected="""
            person_id | arm | mmd_m6 | mmd_m3 | mmd_after
            8         | 1   | ?      | 9      | 4
        """,
    ),
    Example(
        "Whoever starts meets people of the same month who have not started by their day",
        NO_START,
        why="Person 1 starts manipulation in window 344. Person 2 never does. Person 3 does three "
        "days after its own day, which nobody could know on that day: it counts. Person 4 had "
        "begun before, and person 5's day lies in another month. A drug for attacks is a co-start.",
        sql=no_start_trial_sql("omt"),
        given={
            "features.first_use": """
                person_id | therapy_id       | index_date
                1         | omt              | 2026-06-01
                2         | abortive_triptan | 2026-06-20
                3         | omt              | 2026-06-15
                4         | omt              | 2026-05-01
            """,
            "trials.start": """
                person_id | therapy_id | index_date | co_starts | sessions_28
                1         | omt        | 2026-06-01 | 1         | 2
            """,
            "trials.possible_zero": """
                person_id | month_index | index_date
                2         | 344         | 2026-06-10
                3         | 344         | 2026-06-12
                4         | 344         | 2026-06-02
                5         | 345         | 2026-06-30
            """,
            "trials.person_at_zero": f"""
                person_id | index_date | month_index | {NEEDED}
                1         | 2026-06-01 | 344         | {KNOWN}
                2         | 2026-06-10 | 344         | {KNOWN}
                3         | 2026-06-12 | 344         | {KNOWN}
                4         | 2026-06-02 | 344         | {KNOWN}
                5         | 2026-06-30 | 345         | {KNOWN}
            """,
        },
        expected="""
            person_id | index_date | arm | co_starts | sessions_28
            1         | 2026-06-01 | 1   | 1         | 2
            2         | 2026-06-10 | 0   | 1         | ?
            3         | 2026-06-12 | 0   | 0         | ?
        """,
    ),
    Example(
        "For each who starts a fixed number of others is drawn, by nothing that happened to them",
        NO_START,
        why="Two a starter here, five by default. The same two come in every run.",
        sql=no_start_trial_sql("omt", 2),
        given={
            "trials.start": """
                person_id | therapy_id | index_date
                1         | omt        | 2026-06-01
            """,
            "trials.possible_zero": """
                person_id        | month_index | index_date
                2000006000000000 | 344         | 2026-06-10
                3000009000000000 | 344         | 2026-06-10
                4000012000000000 | 344         | 2026-06-10
                5000015000000000 | 344         | 2026-06-10
            """,
            "trials.person_at_zero": f"""
                person_id        | index_date | month_index | {NEEDED}
                1                | 2026-06-01 | 344         | {KNOWN}
                2000006000000000 | 2026-06-10 | 344         | {KNOWN}
                3000009000000000 | 2026-06-10 | 344         | {KNOWN}
                4000012000000000 | 2026-06-10 | 344         | {KNOWN}
                5000015000000000 | 2026-06-10 | 344         | {KNOWN}
            """,
        },
        expected="""
            person_id        | arm
            1                | 1
            2000006000000000 | 0
            5000015000000000 | 0
        """,
    ),
    Example(
        "Neither, one, the other, or both within four weeks",
        LAYERS,
        why="The arm is told by day 27, before the outcome begins on day 28. Person 1 began "
        "needling on day 27 and had both; person 2 on day 28 and had manipulation only. Person 3 "
        "had had manipulation long before: its needling is no trial of the two. Person 4 had "
        "needling only, person 5 neither by day 27 of its day.",
        sql=layer_trial_sql("omt", "dry_needling"),
        given={
            "features.first_use": """
                person_id | therapy_id   | index_date
                1         | omt          | 2026-06-01
                1         | dry_needling | 2026-06-28
                2         | omt          | 2026-06-01
                2         | dry_needling | 2026-06-29
                3         | omt          | 2024-06-01
                3         | dry_needling | 2026-06-01
                4         | dry_needling | 2026-06-01
                5         | omt          | 2026-06-29
            """,
            "trials.start": """
                person_id | therapy_id   | index_date
                1         | omt          | 2026-06-01
                2         | omt          | 2026-06-01
                3         | dry_needling | 2026-06-01
                4         | dry_needling | 2026-06-01
            """,
            "trials.possible_zero": """
                person_id | month_index | index_date
                5         | 344         | 2026-06-01
            """,
            "trials.person_at_zero": f"""
                person_id | index_date | month_index | {NEEDED}
                1         | 2026-06-01 | 344         | {KNOWN}
                2         | 2026-06-01 | 344         | {KNOWN}
                3         | 2026-06-01 | 344         | {KNOWN}
                4         | 2026-06-01 | 344         | {KNOWN}
                5         | 2026-06-01 | 344         | {KNOWN}
            """,
        },
        expected="""
            person_id | arm | co_starts
            1         | 3   | 0
            2         | 1   | 0
            4         | 2   | 0
            5         | 0   | 0
        """,
    ),
    Example(
        "Who stops meets people of the same month who are still on it",
        STOPS,
        why="Person 1 stopped after 62 days. Person 2 was 40 days into a course that has not "
        "ended, person 3 into one that ended on that day, person 4 only 27 days into one. Person 5 "
        "stopped after 27 days, too soon to speak of stopping.",
        sql=stop_trial_sql("omt"),
        given={
            "trials.start": """
                person_id | therapy_id | index_date
                1         | omt        | 2026-04-01
                2         | omt        | 2026-05-01
                3         | omt        | 2026-05-01
                4         | omt        | 2026-05-14
                5         | omt        | 2026-05-14
            """,
            "trials.course_stop": """
                person_id | therapy_id | start_date | stop_date  | course_days
                1         | omt        | 2026-04-01 | 2026-06-02 | 62
                3         | omt        | 2026-05-01 | 2026-06-10 | 40
                5         | omt        | 2026-05-14 | 2026-06-10 | 27
            """,
            "trials.possible_zero": """
                person_id | month_index | index_date
                2         | 344         | 2026-06-10
                3         | 344         | 2026-06-10
                4         | 344         | 2026-06-10
            """,
            "trials.person_at_zero": f"""
                person_id | index_date | month_index | {NEEDED}
                1         | 2026-06-02 | 344         | {KNOWN}
                2         | 2026-06-10 | 344         | {KNOWN}
                3         | 2026-06-10 | 344         | {KNOWN}
                4         | 2026-06-10 | 344         | {KNOWN}
                5         | 2026-06-10 | 344         | {KNOWN}
            """,
        },
        expected="""
            person_id | index_date | arm | course_days
            1         | 2026-06-02 | 1   | 62
            2         | 2026-06-10 | 0   | 40
            3         | 2026-06-10 | 1   | 40
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_trial(example: Example):
    found, expected = run_example(example)
    assert found == expected
