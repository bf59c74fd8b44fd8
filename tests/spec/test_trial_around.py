"""What surrounds time zero: windows, rates, scores, and all of it side by side."""

from __future__ import annotations

import pytest
from small_tables import Example, run_example

ZERO = """
    index_date
    2026-06-01
"""

WINDOWS = (
    Example(
        "Windows of 28 days are counted from time zero, back to -6 and on to 5",
        "trials.event_window",
        why="Time zero is 1 June. Of every window only its border days are in the diary; the day "
        "169 before and the day 168 after time zero belong to none.",
        given={
            "trials.time_zero": ZERO,
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
                2026-11-15 | yes
                2026-11-16 | yes
            """,
        },
        expected="""
            event_window | spine_days | observed_days | attack_known_days | attack_days
            -6           | 28         | 1             | 1                 | 1
            -5           | 28         | 0             | 0                 | 0
            -4           | 28         | 0             | 0                 | 0
            -3           | 28         | 0             | 0                 | 0
            -2           | 28         | 1             | 1                 | 0
            -1           | 28         | 2             | 2                 | 1
            0            | 28         | 2             | 1                 | 1
            1            | 28         | 1             | 1                 | 0
            2            | 28         | 0             | 0                 | 0
            3            | 28         | 0             | 0                 | 0
            4            | 28         | 0             | 0                 | 0
            5            | 28         | 1             | 1                 | 1
        """,
    ),
    Example(
        "Each thing has its own known days",
        "trials.event_window",
        why="On 2 June nobody told the worst pain, on 3 June nobody the drugs: a missing answer is "
        "no answer of none. Before the first day of the diary there is no window.",
        given={
            "trials.time_zero": ZERO,
            "core.diary_day": """
                diary_date | headache | pain_max | acute_triptan
                2026-06-01 | yes      | 8        | 1
                2026-06-02 | yes      | ?        | 0
                2026-06-03 | no       | ?        | ?
            """,
        },
        expected="""
            event_window | severe_known_days | severe_days | acute_known_days | acute_days
            0            | 2                 | 1           | 2                | 1
        """,
    ),
    Example(
        "Neck pain and stress are added up over the days that tell them",
        "trials.event_window",
        why="Nobody told the neck pain on 3 June, nor on 30 June: a sum of nothing is unknown.",
        given={
            "trials.time_zero": ZERO,
            "core.diary_day": """
                diary_date | headache | neck_pain | stress
                2026-06-01 | yes      | 4         | 2.5
                2026-06-02 | yes      | 1         | 5.0
                2026-06-03 | no       | ?         | 0.0
                2026-06-30 | no       | ?         | 1.0
            """,
        },
        expected="""
            event_window | neck_pain_known_days | neck_pain_sum | stress_tenths_sum
            0            | 2                    | 5             | 75
            1            | 0                    | ?             | 10
        """,
    ),
    Example(
        "Rates before and after time zero are days per 28 known days",
        "trials.rate_around",
        why="42 known days of the three windows before are enough, 28 of the two after; windows 0 "
        "and -4 are in neither. Person 2 lacks a day on each side.",
        given={
            "trials.event_window": """
                person_id | index_date | event_window | attack_known_days | attack_days
                1         | 2026-06-01 | -4           | 28                | 28
                1         | 2026-06-01 | -3           | 28                | 9
                1         | 2026-06-01 | -2           | 14                | 3
                1         | 2026-06-01 | 0            | 28                | 28
                1         | 2026-06-01 | 1            | 20                | 2
                1         | 2026-06-01 | 2            | 8                 | 2
                2         | 2026-06-01 | -1           | 28                | 3
                2         | 2026-06-01 | -2           | 13                | 3
                2         | 2026-06-01 | 1            | 27                | 2
            """,
        },
        expected="""
            person_id | side   | mmd_known_days | mmd
            1         | after  | 28             | 4
            1         | before | 42             | 8
            2         | after  | 27             | ?
            2         | before | 41             | ?
        """,
    ),
    Example(
        "How often somebody writes is counted over all days of the diary",
        "trials.rate_around",
        why="A therapy cannot change what was written before it, and should not change it after.",
        given={
            "trials.event_window": """
                index_date | event_window | spine_days | observed_days
                2026-06-01 | -3           | 28         | 28
                2026-06-01 | -2           | 28         | 0
                2026-06-01 | 1            | 27         | 27
            """,
        },
        expected="""
            side   | observed
            after  | ?
            before | 14
        """,
    ),
    Example(
        "Neck pain and stress are means over the days that tell them",
        "trials.rate_around",
        why="Of the stress 41 days tell, one less than enough.",
        given={
            "trials.event_window": """
                index_date | event_window | neck_pain_known_days | neck_pain_sum | stress_known_days
                2026-06-01 | -3           | 28                   | 56            | 28
                2026-06-01 | -1           | 14                   | 7             | 13
            """,
        },
        expected="""
            side   | neck_pain | stress
            before | 1.5       | ?
        """,
    ),
    Example(
        "The last score before time zero, and the first that looks back on nothing before it",
        "trials.score_around",
        why="HIT-6 asks about 28 days. The one of 28 June still looks back on 31 May, the one of "
        "29 June on no day before 1 June; the one of the day itself was filled in with nothing of "
        "what began on it. MIDAS asks about 84 days; a score of more than 84 days before, or more "
        "than 140 after, is none. PHQ-9 is no outcome.",
        given={
            "trials.time_zero": ZERO,
            "core.questionnaire": """
                instrument | completed_on | total
                hit6       | 2026-05-01   | 60
                hit6       | 2026-06-01   | 62
                hit6       | 2026-06-28   | 58
                hit6       | 2026-06-29   | 56
                hit6       | 2026-07-27   | 54
                midas      | 2026-03-08   | 40
                midas      | 2026-08-24   | 20
                phq9       | 2026-05-01   | 9
            """,
        },
        expected="""
            instrument | total_before | total_after
            hit6       | 62           | 56
            midas      | ?            | 20
        """,
    ),
)
EXAMPLES = (
    *WINDOWS,
    Example(
        "Everything known of a person around time zero stands in one row",
        "trials.person_at_zero",
        why="Nothing is known of the attacks in the month before, which leaves 42 days of the "
        "three. 31 May is a day of the diary, and two therapies are in effect on it.",
        given={
            "trials.time_zero": """
                index_date | month_index
                2026-06-01 | 344
            """,
            "trials.event_window": """
                index_date | event_window | spine_days | attack_known_days | attack_days
                2026-06-01 | -3           | 28         | 28                | 9
                2026-06-01 | -2           | 28         | 14                | 3
                2026-06-01 | -1           | 28         | 0                 | 0
                2026-06-01 | 0            | 28         | 28                | 5
                2026-06-01 | 1            | 28         | 20                | 2
                2026-06-01 | 2            | 28         | 8                 | 2
            """,
            "trials.score_around": """
                index_date | instrument | total_before | total_after
                2026-06-01 | hit6       | 62           | 56
                2026-06-01 | midas      | 40           | ?
            """,
            "features.therapy_day": """
                diary_date | therapy_code
                2026-05-31 | omt_cranial
                2026-05-31 | supplement_magnesium
                2026-06-01 | dry_needling
            """,
        },
        expected="""
            mmd_m3 | mmd_m2 | mmd_m1 | mmd_before | mmd_after | hit6_after | therapies_before
            9      | 6      | ?      | 8          | 4         | 56         | 2
        """,
    ),
    Example(
        "A time zero without a diary day near it keeps its row and knows nothing",
        "trials.person_at_zero",
        why="Nobody knows what was in effect on a day outside the diary. No known days of an "
        "outcome are none.",
        given={"trials.time_zero": ZERO},
        expected="""
            index_date | mmd_m1 | mmd_after | outcome_days | therapies_before | age_years
            2026-06-01 | ?      | ?         | 0            | ?                | ?
        """,
    ),
    Example(
        "Age is counted in the year of time zero; unknown sex and diagnosis stay unknown",
        "trials.person_at_zero",
        given={
            "trials.time_zero": """
                person_id | index_date
                1         | 2026-06-01
                2         | 2026-06-01
                3         | 2026-06-01
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
def test_around_time_zero(example: Example):
    found, expected = run_example(example)
    assert found == expected
