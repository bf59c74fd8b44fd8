"""28-day windows of a person and the burden measures they can support."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

EXAMPLES = (
    Example(
        "Calendar windows are the same for everybody; personal ones begin with the diary",
        "features.person_window",
        why="Calendar windows are counted from Monday 3 January 2000; one begins on 23 March 2026. "
        "The personal window begins on the first diary day.",
        given={
            "core.diary_day": """
                diary_date             | headache
                2026-03-20             | yes
                2026-03-21..2026-03-24 | no
            """
        },
        expected="""
            window_kind | window_index | window_start | observed_days | headache_days | spine_days
            calendar    | 341          | 2026-02-23   | 3             | 1             | 3
            calendar    | 342          | 2026-03-23   | 2             | 0             | 2
            personal    | 0            | 2026-03-20   | 5             | 1             | 5
        """,
    ),
    Example(
        "A personal window ends after 28 days, and one nobody wrote in is left out",
        "features.person_window",
        given={
            "core.diary_day": """
                diary_date             | date_is_relative | headache
                2000-01-03..2000-01-29 | yes              | no
                2000-01-31             | yes              | yes
                2000-03-27             | yes              | no
            """
        },
        expected="""
            window_kind | window_index | window_start | observed_days | headache_days | spine_days
            personal    | 0            | 2000-01-03   | 27            | 0             | 28
            personal    | 1            | 2000-01-31   | 1             | 1             | 28
            personal    | 3            | 2000-03-27   | 1             | 0             | 1
        """,
    ),
    Example(
        "Headache and migraine days have each their own number of known days",
        "features.person_window",
        given={
            "core.diary_day": """
                diary_date | date_is_relative | headache | migraine
                2000-01-03 | yes              | yes      | yes
                2000-01-04 | yes              | yes      | ?
                2000-01-05 | yes              | no       | ?
                2000-01-07 | yes              | ?        | ?
            """
        },
        expected="""
            headache_known_days | headache_days | migraine_known_days | migraine_days
            3                   | 2             | 2                   | 1
        """,
    ),
    Example(
        "A diary that never says migraine has no known migraine day, clear days included",
        "features.person_window",
        why="Its clear days alone would read as no migraine at all.",
        given={
            "core.diary_day": """
                diary_date | date_is_relative | headache
                2000-01-03 | yes              | yes
                2000-01-04 | yes              | no
            """
        },
        expected="""
            headache_known_days | headache_days | migraine_known_days | migraine_days
            2                   | 1             | 0                   | 0
        """,
    ),
    Example(
        "So have severe days and days with an acute drug",
        "features.person_window",
        given={
            "core.diary_day": """
                diary_date | date_is_relative | headache | pain_max | acute_nsaid
                2000-01-03 | yes              | yes      | 8        | 1
                2000-01-04 | yes              | yes      | ?        | 0
                2000-01-05 | yes              | no       | ?        | ?
                2000-01-07 | yes              | ?        | 2        | ?
            """
        },
        expected="""
            severe_known_days | severe_days | acute_known_days | acute_days
            3                 | 1           | 2                | 1
        """,
    ),
    Example(
        "Late days are those entered more than 5 days afterwards",
        "features.person_window",
        given={
            "core.diary_day": """
                diary_date | entered_at
                2026-03-23 | 2026-03-28 23:59:00
                2026-03-24 | 2026-03-30 00:00:00
                2026-03-25 | ?
            """
        },
        expected="""
            window_kind | observed_days | late_known_days | late_days
            calendar    | 3             | 2               | 1
            personal    | 3             | 2               | 1
        """,
    ),
    Example(
        "A possible early sign is known on a day when the diary records any of them",
        "features.person_window",
        why="Neck pain counts from 3 of 10; tiredness, bright light and odours count where the "
        "diary asks about them. Chocolate is no early sign.",
        given={
            "core.diary_day": """
                diary_date | headache | neck_pain | triggers_asked      | triggers_present
                2026-03-23 | no       | 5         | ?                   | ?
                2026-03-24 | no       | 1         | [fatigue]           | [fatigue]
                2026-03-25 | no       | 1         | [odour, chocolate]  | [chocolate]
                2026-03-26 | no       | ?         | [chocolate]         | [chocolate]
                2026-03-27 | yes      | ?         | [bright_light]      | [bright_light]
            """
        },
        expected="""
            window_kind | observed_days | premonitory_known_days | premonitory_days
            calendar    | 5             | 4                      | 3
            personal    | 5             | 4                      | 3
        """,
    ),
    Example(
        "Monthly days are scaled to 28 over the known days, of which there must be 14",
        "features.window_measure",
        why="5 of 20 days are 7 of 28, kept in millionths so that sums stay exact. 13 known days "
        "support nothing.",
        given={
            "features.person_window": """
                window_index | migraine_known_days | migraine_days | acute_known_days | acute_days
                342          | 20                  | 5             | 13               | 6
                343          | 14                  | 0             | 15               | 1
            """
        },
        expected="""
            window_index | measure_id      | days | value   | weight
            342          | mmd_mean        | 20   | 7000000 | 1000000
            343          | acute_drug_days | 15   | 1866667 | 1000000
            343          | mmd_mean        | 14   | 0       | 1000000
        """,
    ),
    Example(
        "Shares keep their numerator and their denominator",
        "features.window_measure",
        given={
            "features.person_window": """
                window_index | severe_known_days | severe_days | observed_days | spine_days
                0            | 14                | 3           | 22            | 28
                1            | 0                 | 0           | 10            | 13
            """
        },
        expected="""
            window_index | measure_id         | days | value | weight
            0            | diary_completeness | 28   | 22    | 28
            0            | severe_day_share   | 14   | 3     | 14
        """,
    ),
    Example(
        "Of HIT-6 and MIDAS the last form in the window counts",
        "features.window_measure",
        why="A form without a total says nothing, other questionnaires have no such mean, and who "
        "kept the diary for fewer than 14 days of the window is not asked.",
        given={
            "features.person_window": """
                person_id | window_index | window_start | observed_days | spine_days
                1         | 342          | 2026-03-23   | 20            | 28
                2         | 342          | 2026-03-23   | 13            | 13
            """,
            "features.questionnaire_score": """
                person_id | instrument | completed_on | total
                1         | hit6       | 2026-03-22   | 70
                1         | hit6       | 2026-03-23   | 52
                1         | hit6       | 2026-04-19   | 60
                1         | hit6       | 2026-04-20   | 44
                1         | midas      | 2026-04-01   | 21
                1         | midas      | 2026-04-02   | ?
                1         | phq9       | 2026-04-01   | 9
                2         | hit6       | 2026-04-01   | 50
            """,
        },
        expected="""
            person_id | window_index | measure_id         | days | value | weight
            1         | 342          | diary_completeness | 28   | 20    | 28
            1         | 342          | hit6_mean          | 1    | 60    | 1
            1         | 342          | midas_mean         | 1    | 21    | 1
        """,
    ),
    Example(
        "Satisfaction adds up the answers after the window's visits",
        "features.window_measure",
        given={
            "features.person_window": """
                window_kind | window_index | window_start | observed_days | spine_days
                personal    | 0            | 2026-03-20   | 28            | 28
            """,
            "core.visit": """
                visit_key | visit_date | status    | satisfaction
                v1        | 2026-03-20 | completed | 9
                v2        | 2026-03-20 | completed | 6
                v3        | 2026-04-16 | completed | 10
                v4        | 2026-04-17 | completed | 1
                v5        | 2026-03-25 | no_show   | 0
                v6        | 2026-03-26 | completed | ?
            """,
        },
        expected="""
            window_kind | window_index | measure_id         | days | value | weight
            personal    | 0            | diary_completeness | 28   | 28    | 28
            personal    | 0            | satisfaction_mean  | 2    | 25    | 3
        """,
    ),
    Example(
        "min_window_days is a setting",
        "features.window_measure",
        settings={"min_window_days": 7},
        given={
            "features.person_window": """
                window_kind | window_index | migraine_known_days | migraine_days
                calendar    | 342          | 7                   | 1
                calendar    | 343          | 6                   | 1
            """
        },
        expected="""
            window_index | measure_id | days | value   | weight
            342          | mmd_mean   | 7    | 4000000 | 1000000
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_windows(example: Example):
    found, expected = run_example(example)
    assert found == expected
