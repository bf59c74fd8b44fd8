"""The designs the models read of days: each factor at its lags."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

from triggerscape.factors import Factor
from triggerscape.warehouse.designs.design_day import DESIGN_DAY
from triggerscape.warehouse.designs.exposure_design import same_day_design_sql, timing_design_sql
from triggerscape.warehouse.designs.onset_design import onset_design_sql

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
        "Too few clean days, or an entry made too late: the day is there, and models leave it out",
        "design.onset",
        why="Three clean days are asked for. The entry of 9 March was made eight days later: it "
        "spoils that day and the next, whose factors may come from it.",
        sql=onset_design_sql(THREE),
        factors=THREE,
        given={
            "core.diary_day": """
                diary_date             | headache | entered_at
                2026-03-02..2026-03-08 | no       | ?
                2026-03-09             | no       | 2026-03-17 08:00
                2026-03-10             | yes      | ?
            """
        },
        expected="""
            diary_date | is_at_risk | clean_days | has_late_entry | outcome
            2026-03-03 | no         | 1          | no             | 0
            2026-03-04 | no         | 2          | no             | 0
            2026-03-05 | yes        | 3          | no             | 0
            2026-03-06 | yes        | 4          | no             | 0
            2026-03-07 | yes        | 5          | no             | 0
            2026-03-08 | yes        | 6          | no             | 0
            2026-03-09 | yes        | 7          | yes            | 0
            2026-03-10 | yes        | 8          | yes            | 1
        """,
    ),
    Example(
        "What tells people and days apart stands beside them, as known before the day",
        "design.onset",
        why="Chronicity is by the windows that ended before the day, so that the outcome has no "
        "part in it. Of the therapies only those count whose full effect is expected.",
        sql=onset_design_sql((DAY_BEFORE,)),
        factors=(DAY_BEFORE,),
        settings={"clean_days": 1, "attack_gap_days": 0},
        given={
            "features.diary_spine": """
                diary_date | day_number | attack_basis | is_attack | is_late | date_is_relative
                2026-03-02 | 60         | migraine     | no        | no      | no
                2026-03-03 | 61         | migraine     | yes       | no      | no
            """,
            "features.onset_day": """
                diary_date | clean_days | is_at_risk | is_onset
                2026-03-02 | 4          | yes        | no
                2026-03-03 | 5          | yes        | yes
            """,
            "features.person_trait": """
                sex    | diagnosis | birth_year | age_years
                female | mwoa      | 1981       | ?
            """,
            "features.chronicity": """
                window_kind | window_index | state
                personal    | 1            | chronic
                personal    | 2            | episodic
                calendar    | 1            | unknown
            """,
            "features.therapy_day": """
                diary_date | therapy_code         | phase
                2026-03-02 | omt_cranial          | established
                2026-03-02 | omt_soft_tissue      | established
                2026-03-02 | supplement_magnesium | onset
            """,
            "features.habit_day": """
                diary_date | sleep_minutes | stress_tenths
                2026-03-02 | 450           | 30
                2026-03-03 | 360           | 70
            """,
        },
        expected="""
            diary_date | stratum | age_band | chronicity | therapy_groups | dose_sleep_hours
            2026-03-02 | 2       | 45 to 59 | chronic    | [omt]          | 7.5
            2026-03-03 | 2       | 45 to 59 | chronic    | ?              | 6
        """,
    ),
    Example(
        "The timing design has each factor on the day, up to three days before, and the day after",
        "design.timing",
        why="What comes after an attack cannot have brought it on.",
        sql=timing_design_sql((TODAY,)),
        factors=(TODAY,),
        settings={"clean_days": 1, "attack_gap_days": 0},
        given={"core.diary_day": DIARY},
        expected="""
            diary_date | meal_skipped_lead1 | meal_skipped_lag0 | meal_skipped_lag2
            2026-03-03 | ?                  | 0                 | ?
            2026-03-06 | 0                  | 1                 | ?
            2026-03-07 | ?                  | 0                 | 1
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
EXAMPLES = (
    Example(
        "What a site never told of a person stays unknown, and the person stays",
        "features.person_trait",
        why="Models divide people by these; who is in none of the groups is still in the whole.",
        given={
            "core.person": """
                person_id | site_code | sex    | diagnosis | birth_year | age_years
                2         | SITE2     | ?      | ?         | ?          | ?
                1         | SITE1     | female | mwoa      | 1986       | ?
            """,
        },
        expected="""
            person_id | site_code | sex    | diagnosis | birth_year | age_years
            1         | SITE1     | female | mwoa      | 1986       | ?
            2         | SITE2     | ?      | ?         | ?          | ?
        """,
    ),
    *EXPOSURES,
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_design(example: Example):
    found, expected = run_example(example)
    assert found == expected
