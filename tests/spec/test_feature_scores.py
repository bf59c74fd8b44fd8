"""Scores of questionnaires, their grades, and the diary over the days they look back on."""

from __future__ import annotations

import pytest
from short_heads import speller
from small_tables import Example, run_example

spelt = speller(
    {
        "spine": "spine_days",
        "observed": "observed_days",
        "h_known": "headache_known_days",
        "h": "headache_days",
        "m_known": "migraine_known_days",
        "m": "migraine_days",
        "a_known": "attack_known_days",
        "a": "attack_days",
        "d_known": "acute_known_days",
        "d": "acute_days",
        "day": "completed_on",
        "i1": "item_1",
        "i2": "item_2",
        "i3": "item_3",
        "i4": "item_4",
        "i5": "item_5",
        "i6": "item_6",
        "i7": "item_7",
        "i8": "item_8",
        "i9": "item_9",
        "i10": "item_10",
    }
)
EXAMPLES = (
    Example(
        "The total is the one sent, or else the sum of the items when every one is answered",
        "features.questionnaire_score",
        why="Questions A and B of MIDAS stand behind its five items and do not count. Of MSQ 2.1 "
        "the items are turned round first, so their sum is no total.",
        given={
            "core.questionnaire": """
            instrument | completed_on | item_1 | item_2 | item_3 | item_4 | item_5 | item_6 | total
            hit6       | 2026-03-01   | 6      | 8      | 10     | 11     | 13     | 13     | ?
            hit6       | 2026-03-02   | 6      | 8      | 10     | 11     | 13     | ?      | ?
            hit6       | 2026-03-03   | 6      | 8      | 10     | 11     | 13     | ?      | 59
            hit6       | 2026-03-04   | ?      | ?      | ?      | ?      | ?      | ?      | 60
            midas      | 2026-03-01   | 1      | 2      | 3      | 4      | 0      | 40     | ?
            msq21      | 2026-03-01   | 1      | 1      | 1      | 1      | 1      | 1      | ?
            """
        },
        expected="""
            instrument | completed_on | total
            hit6       | 2026-03-01   | 61
            hit6       | 2026-03-02   | ?
            hit6       | 2026-03-03   | 59
            hit6       | 2026-03-04   | 60
            midas      | 2026-03-01   | 10
            msq21      | 2026-03-01   | ?
        """,
    ),
    Example(
        "Questionnaires of up to ten items add up",
        "features.questionnaire_score",
        given={
            "core.questionnaire": spelt("""
            instrument | day        | i1 | i2 | i3 | i4 | i5 | i6 | i7 | i8 | i9 | i10
            gad7       | 2026-03-01 | 1  | 1  | 1  | 1  | 1  | 1  | 2  | ?  | ?  | ?
            ndi        | 2026-03-01 | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 5
            phq9       | 2026-03-01 | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 1  | 3  | ?
            """)
        },
        expected="""
            instrument | total | grade
            gad7       | 8     | ?
            ndi        | 14    | ?
            phq9       | 11    | ?
        """,
    ),
    Example(
        "HIT-6 has four grades of impact",
        "features.questionnaire_score",
        given={
            "core.questionnaire": """
            instrument | completed_on | total
            hit6       | 2026-03-01   | 36
            hit6       | 2026-03-02   | 49
            hit6       | 2026-03-03   | 50
            hit6       | 2026-03-04   | 55
            hit6       | 2026-03-05   | 56
            hit6       | 2026-03-06   | 59
            hit6       | 2026-03-07   | 60
            hit6       | 2026-03-08   | 78
            """
        },
        expected="""
            total | grade
            36    | little_or_none
            49    | little_or_none
            50    | some
            55    | some
            56    | substantial
            59    | substantial
            60    | severe
            78    | severe
        """,
    ),
    Example(
        "MIDAS has four grades of disability, the last in two parts",
        "features.questionnaire_score",
        given={
            "core.questionnaire": """
            instrument | completed_on | total
            midas      | 2026-03-01   | 0
            midas      | 2026-03-02   | 5
            midas      | 2026-03-03   | 6
            midas      | 2026-03-04   | 10
            midas      | 2026-03-05   | 11
            midas      | 2026-03-06   | 20
            midas      | 2026-03-07   | 21
            midas      | 2026-03-08   | 40
            midas      | 2026-03-09   | 41
            midas      | 2026-03-10   | 276
            """
        },
        expected="""
            total | grade
            0     | I
            5     | I
            6     | II
            10    | II
            11    | III
            20    | III
            21    | IV-A
            40    | IV-A
            41    | IV-B
            276   | IV-B
        """,
    ),
    Example(
        "The recall ends on the day before; its length is the one sent, or the instrument's",
        "features.questionnaire_score",
        why="Four weeks are 28 days and three months 84, unless the row says otherwise. The NDI "
        "asks about the day itself.",
        given={
            "core.questionnaire": """
            instrument | completed_on | recall_days
            gad7       | 2026-03-31   | ?
            hit6       | 2026-03-29   | ?
            hit6       | 2026-03-31   | 30
            midas      | 2026-03-29   | ?
            ndi        | 2026-03-31   | ?
            """
        },
        expected="""
            instrument | completed_on | recall_from | recall_to
            gad7       | 2026-03-31   | 2026-03-17  | 2026-03-30
            hit6       | 2026-03-29   | 2026-03-01  | 2026-03-28
            hit6       | 2026-03-31   | 2026-03-01  | 2026-03-30
            midas      | 2026-03-29   | 2026-01-04  | 2026-03-28
            ndi        | 2026-03-31   | ?           | ?
        """,
    ),
    Example(
        "Each score knows the last total of the same questionnaire before it",
        "features.questionnaire_score",
        given={
            "core.questionnaire": """
            person_id | instrument | completed_on | total
            1         | hit6       | 2026-01-01   | 60
            1         | hit6       | 2026-02-01   | ?
            1         | hit6       | 2026-03-01   | 56
            1         | midas      | 2026-03-01   | 12
            2         | hit6       | 2026-03-01   | 50
            """
        },
        expected="""
            person_id | instrument | completed_on | previous_total | previous_on
            1         | hit6       | 2026-01-01   | ?              | ?
            1         | hit6       | 2026-02-01   | 60             | 2026-01-01
            1         | hit6       | 2026-03-01   | 60             | 2026-01-01
            1         | midas      | 2026-03-01   | ?              | ?
            2         | hit6       | 2026-03-01   | ?              | ?
        """,
    ),
    Example(
        "The diary is counted over the days a questionnaire looks back on, and no others",
        "features.score_window",
        why="The first and the last day of the recall count; the day it is filled in does not. "
        "A questionnaire without a diary day behind it has no row.",
        given={
            "core.questionnaire": """
            instrument | completed_on | recall_days | total
            hit6       | 2026-03-29   | 28          | 60
            hit6       | 2026-05-29   | 28          | 60
            """,
            "core.diary_day": """
            diary_date | headache | migraine | acute_triptan
            2026-02-28 | yes      | yes      | 1
            2026-03-01 | yes      | yes      | 1
            2026-03-02 | yes      | no       | 0
            2026-03-03 | yes      | ?        | ?
            2026-03-28 | no       | ?        | 0
            2026-03-29 | yes      | yes      | 1
            """,
        },
        expected=spelt("""
            day        | spine | observed | h_known | h | m_known | m | a_known | a | d_known | d
            2026-03-29 | 28    | 4        | 4       | 3 | 3       | 1 | 3       | 1 | 3       | 1
        """),
    ),
    Example(
        "A diary that never says migraine has no known migraine day there either",
        "features.score_window",
        given={
            "core.questionnaire": """
            instrument | completed_on | total
            phq9       | 2026-03-29   | 4
            """,
            "core.diary_day": """
            diary_date | headache
            2026-03-27 | yes
            2026-03-28 | no
            """,
        },
        expected=spelt("""
            h_known | h | m_known | m | a_known | a
            2       | 1 | 0       | 0 | 2       | 1
        """),
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_scores(example: Example):
    found, expected = run_example(example)
    assert found == expected
