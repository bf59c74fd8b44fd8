"""People at the end of each 28-day window: what is known then, and what the next window brings."""

from __future__ import annotations

import pytest
from short_heads import speller
from small_tables import Example, run_example

spelt = speller(
    {
        "window": "window_index",
        "basis": "attack_basis",
        "observed": "observed_days",
        "known": "attack_known_days",
        "attacks": "attack_days",
        "headaches": "headache_days",
        "pain_known": "severe_known_days",
        "severe": "severe_days",
        "acute": "acute_days",
        "outcome_known": "outcome_known_days",
        "outcome": "outcome_days",
        "rate_1": "attack_rate_1",
        "rate_2": "attack_rate_2",
        "rate_3": "attack_rate_3",
        "rate_6": "attack_rate_6",
        "so_far": "attack_rate_so_far",
        "next_known": "next_known_days",
        "next": "next_attack_days",
    }
)

EXAMPLES = (
    Example(
        "Days are counted by calendar window; what is not known is counted nowhere",
        "months.month_days",
        why="A window begins on 23 February 2026. On 4 March nobody wrote, and on the 5th the pain "
        "was not told.",
        given={
            "core.diary_day": """
                diary_date | headache | migraine | pain_max | acute_triptan
                2026-03-02 | yes      | yes      | 8        | 1
                2026-03-03 | no       | ?        | ?        | 0
                2026-03-05 | yes      | no       | ?        | ?
            """
        },
        expected=spelt("""
            window | basis    | observed | known | attacks | headaches | pain_known | severe | acute
            341    | migraine | 3        | 3     | 1       | 2         | 2          | 1      | 1
        """),
    ),
    Example(
        "What counts as an attack is what the diary had told by the window's end",
        "months.month_days",
        why="Migraine is told for the first time on 24 March: the window before it cannot know, "
        "and counts headaches. Its outcome, looked back on, is counted by all of the diary.",
        given={
            "core.diary_day": """
                diary_date | headache | migraine
                2026-03-02 | yes      | ?
                2026-03-03 | no       | ?
                2026-03-24 | yes      | no
                2026-03-25 | yes      | yes
            """
        },
        expected=spelt("""
            window | basis    | known | attacks | outcome_known | outcome
            341    | headache | 2     | 1       | 1             | 0
            342    | migraine | 2     | 1       | 2             | 1
        """),
    ),
    Example(
        "A habit is the mean of the days that tell it",
        "months.month_habits",
        given={
            "core.diary_day": """
                diary_date | sleep_hours | stress | menses | screen_hours
                2026-03-02 | 7           | 4      | yes    | ?
                2026-03-03 | 8           | ?      | no     | ?
                2026-03-04 | ?           | 5      | no     | ?
                2026-03-23 | 6           | 1      | ?      | 2
            """
        },
        expected="""
            window_index | sleep_hours | stress | menses_share       | screen_hours
            341          | 7.5         | 4.5    | 0.3333333333333333 | ?
            342          | 6           | 1      | ?                  | 2
        """,
    ),
    Example(
        "The last total up to the window's end, and how old it is then",
        "months.month_scores",
        why="The total of 23 March belongs to the next window: it was not known on the 22nd.",
        given={
            "core.diary_day": """
                diary_date | headache
                2026-03-02 | no
                2026-03-24 | no
            """,
            "core.questionnaire": """
                instrument | completed_on | total
                hit6       | 2026-01-22   | 60
                hit6       | 2026-03-12   | 58
                hit6       | 2026-03-23   | 50
                midas      | 2026-03-20   | ?
            """,
        },
        expected="""
            window_index | hit6_total | hit6_age_days | midas_total | midas_age_days
            341          | 58         | 10            | ?           | ?
            342          | 50         | 27            | ?           | ?
        """,
    ),
    Example(
        "Therapies in effect on the last observed day, by group",
        "months.month_therapies",
        why="The preventive was in its washout on the 20th. Nobody wrote after that day, and "
        "whether the diary went on only later entries can tell.",
        given={
            "features.diary_spine": """
                diary_date | is_observed | date_is_relative
                2026-03-02 | yes         | no
                2026-03-20 | yes         | no
                2026-03-21 | no          | no
            """,
            "features.therapy_day": """
                diary_date | therapy_code             | phase
                2026-03-02 | preventive_beta_blocker  | established
                2026-03-20 | preventive_beta_blocker  | washout
                2026-03-20 | supplement_magnesium     | onset
                2026-03-20 | supplement_riboflavin    | established
                2026-03-20 | massage_medical          | established
                2026-03-21 | acupuncture              | established
            """,
        },
        expected="""
            window_index | therapy_groups        | therapies
            341          | [massage, supplement] | 3
        """,
    ),
    Example(
        "Rates look back by number of window; the outcome is the next window, if there is one",
        "months.person_month",
        why="Nobody wrote in window 342: one window back from 343 nothing is known, and 341 has no "
        "next. Rates are per 28 known days, of which a window needs 14.",
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-01-26..2026-02-01 | yes
                2026-02-02..2026-02-22 | no
                2026-02-23..2026-03-01 | yes
                2026-03-02..2026-03-08 | no
                2026-04-20..2026-05-17 | no
                2026-05-18..2026-05-30 | yes
            """
        },
        expected=spelt("""
            window | rate_1 | rate_2 | rate_3 | rate_6            | known | next_known | next
            340    | 7      | ?      | ?      | 7                 | 28    | 14         | 7
            341    | 14     | 7      | ?      | 9.333333333333334 | 14    | ?          | ?
            343    | 0      | ?      | 14     | 5.6               | 28    | 13         | 13
            344    | ?      | 0      | ?      | 5.6               | 13    | ?          | ?
        """),
    ),
    Example(
        "The mean of six windows forgets the seventh; the mean so far does not",
        "months.person_month",
        given={
            "months.month_days": """
                window_index | window_start | attack_basis | attack_known_days | attack_days
                340          | 2026-01-26   | headache     | 28                | 28
                341          | 2026-02-23   | headache     | 28                | 0
                342          | 2026-03-23   | headache     | 28                | 0
                343          | 2026-04-20   | headache     | 28                | 0
                344          | 2026-05-18   | headache     | 28                | 0
                345          | 2026-06-15   | headache     | 28                | 0
                346          | 2026-07-13   | headache     | 28                | 7
            """
        },
        expected="""
            window_index | attack_rate_1 | attack_rate_6      | attack_rate_so_far | month_of_year
            340          | 28            | 28                 | 28                 | 2
            341          | 0             | 14                 | 14                 | 3
            342          | 0             | 9.333333333333334  | 9.333333333333334  | 4
            343          | 0             | 7                  | 7                  | 5
            344          | 0             | 5.6                | 5.6                | 6
            345          | 0             | 4.666666666666667  | 4.666666666666667  | 7
            346          | 7             | 1.1666666666666667 | 5                  | 8
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_months_of_a_person(example: Example):
    found, expected = run_example(example)
    assert found == expected
