"""The designs the models read: factors at their lags, and who enters an active-comparator trial."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

from triggerscape.factors import Factor
from triggerscape.warehouse.designs.design_day import DESIGN_DAY
from triggerscape.warehouse.designs.exposure_design import onset_design_sql, same_day_design_sql
from triggerscape.warehouse.designs.trial_design import trial_sql

TODAY = Factor("meal_skipped", "Skipped a meal", "diet", 0)
DAY_BEFORE = Factor("water_low", "Less than 1.5 litres of water", "diet", 1)
TWO_DAYS_BEFORE = Factor("water_low", "Less than 1.5 litres of water", "diet", 2)
OWN = Factor("x_nap", "Naps", "sleep", 1)
THREE = (TODAY, DAY_BEFORE, OWN)
TOGETHER = (
    TODAY,
    Factor("stress_letdown", "Stress let-down", "stress", 0),
    Factor("menses_window", "Menstrual window", "hormonal", 0),
    Factor("weekend", "Weekend", "calendar", 0),
    Factor("x_rain", "Rain", "weather", 0),
    OWN,
)
DIARY = """
    diary_date | headache | meals_skipped | water_ml | extra
    2026-03-02 | no       | 1             | 1000     | {x_nap=2.0}
    2026-03-03 | no       | 0             | 2000     | {x_nap=3.0}
    2026-03-05 | no       | 1             | 1000     | ?
    2026-03-06 | no       | 1             | 1000     | {x_nap=1.0}
    2026-03-07 | yes      | 0             | 2000     | ?
"""
TRIAL = trial_sql("omt", "dry_needling")
START = (
    "baseline_3 | baseline_2 | baseline_1 | outcome | outcome_days | age_years | "
    "is_female | is_chronic"
)
KNOWN = "9          | 8          | 7          | 4       | 56           | 40        | yes       | no"

EXPOSURES = (
    Example(
        "Factors of the entry, of a change, of the cycle and of a site stand side by side",
        DESIGN_DAY,
        why="A missed entry has no factors. Weekend is on the spine, which has days without entry.",
        factors=TOGETHER,
        given={
            "core.diary_day": """
                diary_date | entry_status | meals_skipped | stress | menses | extra
                2026-03-02 | complete     | 1             | 8      | yes    | {x_rain=0.5, x_nap=2}
                2026-03-03 | partial      | ?             | 5      | ?      | {x_nap=0}
                2026-03-04 | missed       | 1             | 1      | no     | {x_nap=1}
                2026-03-05 | complete     | 0             | 1      | no     | ?
            """
        },
        expected="""
            diary_date | meal_skipped | stress_letdown | menses_window | x_rain | x_nap
            2026-03-02 | yes          | ?              | yes           | 0.5    | 2
            2026-03-03 | ?            | yes            | ?             | ?      | 0
            2026-03-05 | no           | ?              | yes           | ?      | ?
        """,
    ),
    Example(
        "Each factor stands at its lag, and a lag over a gap is unknown",
        "design.onset",
        why="Skipped meals act on the same day, water and naps on the next. 4 March has no entry: "
        "on the 5th nobody knows how much was drunk the day before. One clean day is asked for "
        "here, to keep the table small.",
        sql=onset_design_sql(THREE),
        factors=THREE,
        settings={"clean_days": 1, "attack_gap_days": 0},
        given={"core.diary_day": DIARY},
        expected="""
            diary_date | outcome | meal_skipped | water_low | x_nap
            2026-03-03 | 0       | 0            | 1         | 2
            2026-03-06 | 0       | 1            | 1         | ?
            2026-03-07 | 1       | 0            | 1         | 1
        """,
    ),
    Example(
        "A lag of two days counts calendar days",
        "design.onset",
        sql=onset_design_sql((TWO_DAYS_BEFORE,)),
        factors=(TWO_DAYS_BEFORE,),
        settings={"clean_days": 1, "attack_gap_days": 0},
        given={"core.diary_day": DIARY},
        expected="""
            diary_date | outcome | water_low
            2026-03-03 | 0       | ?
            2026-03-06 | 0       | ?
            2026-03-07 | 1       | 1
        """,
    ),
    Example(
        "The same-day design takes every day whose attack is known, for association only",
        "design.same_day",
        sql=same_day_design_sql(THREE),
        factors=THREE,
        given={"core.diary_day": DIARY},
        expected="""
            diary_date | attack_basis | outcome | meal_skipped | water_low | x_nap
            2026-03-02 | headache     | 0       | 1            | 1         | 2
            2026-03-03 | headache     | 0       | 0            | 0         | 3
            2026-03-05 | headache     | 0       | 1            | 1         | ?
            2026-03-06 | headache     | 0       | 1            | 1         | 1
            2026-03-07 | headache     | 1       | 0            | 0         | ?
        """,
    ),
)
TRIALS = (
    Example(
        "Whoever started both belongs to the one started first; on one day, to neither",
        "trial.omt_against_dry_needling",
        why="Person 1 had osteopathic manipulation first, person 2 dry needling, person 3 both on "
        "one day. Person 4 began manipulation with the washout, but had had needling before the "
        "diary began.",
        sql=TRIAL,
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
            "features.therapy_start": f"""
                person_id | therapy_id   | {START}
                1         | omt          | {KNOWN}
                1         | dry_needling | {KNOWN}
                2         | omt          | {KNOWN}
                2         | dry_needling | {KNOWN}
                3         | omt          | {KNOWN}
                3         | dry_needling | {KNOWN}
                4         | omt          | {KNOWN}
            """,
        },
        expected="""
            person_id | arm | mmd_m3 | mmd_m2 | mmd_m1 | mmd_after | outcome_days | is_female
            1         | 1   | 9      | 8      | 7      | 4         | 56           | 1
            2         | 0   | 9      | 8      | 7      | 4         | 56           | 1
        """,
    ),
    Example(
        "Three months before, the outcome, age, sex and diagnosis must all be known",
        "trial.omt_against_dry_needling",
        sql=TRIAL,
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
            "features.therapy_start": f"""
                person_id | therapy_id | {START}
                1         | omt        | ? | 8 | 7 | 4 | 56 | 40 | yes | no
                2         | omt        | 9 | ? | 7 | 4 | 56 | 40 | yes | no
                3         | omt        | 9 | 8 | ? | 4 | 56 | 40 | yes | no
                4         | omt        | 9 | 8 | 7 | ? | 27 | 40 | yes | no
                5         | omt        | 9 | 8 | 7 | 4 | 56 | ?  | yes | no
                6         | omt        | 9 | 8 | 7 | 4 | 56 | 40 | ?   | no
                7         | omt        | 9 | 8 | 7 | 4 | 56 | 40 | yes | ?
                8         | omt        | 9 | 8 | 7 | 4 | 56 | 40 | yes | no
            """,
        },
        expected="""
            person_id | arm | mmd_m6 | mmd_m3 | mmd_after
            8         | 1   | ?      | 9      | 4
        """,
    ),
)
EXAMPLES = (*EXPOSURES, *TRIALS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_design(example: Example):
    found, expected = run_example(example)
    assert found == expected
