"""What a day was, by each way of counting headache and migraine, and which drugs were taken."""

from __future__ import annotations

import pytest
from short_heads import speller
from small_tables import Example, run_example

spelt = speller(
    {
        "minutes": "headache_minutes",
        "activity": "aggravated_by_activity",
        "vomit": "vomiting",
        "photo": "photophobia",
        "phono": "phonophobia",
        "triptan": "acute_triptan",
        "ergot": "acute_ergot",
        "gepant": "acute_gepant",
        "nsaid": "acute_nsaid",
        "any": "took_any",
    }
)
EXAMPLES = (
    Example(
        "Migraine by criteria needs half an hour, two features and one accompanying symptom",
        "features.outcome_day",
        why="Moderate pain and worse by activity are the two features that diaries ask about. "
        "Without both of them a day may still have one side and pulsating pain, which nobody was "
        "asked, so it is left open; without nausea or both light and sound it is a no.",
        given={
            "core.diary_day": spelt("""
            diary_date | headache | minutes | pain_max | activity | nausea | vomit | photo | phono
            2026-03-01 | yes      | 30      | 4        | yes      | yes    | no    | no    | no
            2026-03-02 | yes      | 29      | 4        | yes      | yes    | no    | no    | no
            2026-03-03 | yes      | 239     | 9        | yes      | no     | yes   | no    | no
            2026-03-04 | yes      | 240     | 9        | yes      | no     | no    | yes   | yes
            2026-03-05 | yes      | 240     | 9        | yes      | no     | no    | yes   | no
            2026-03-06 | yes      | 240     | 9        | yes      | no     | no    | yes   | ?
            2026-03-07 | yes      | 240     | 3.9      | yes      | yes    | ?     | ?     | ?
            2026-03-08 | yes      | 240     | 9        | no       | yes    | ?     | ?     | ?
            2026-03-09 | yes      | ?       | 9        | yes      | yes    | ?     | ?     | ?
            2026-03-10 | yes      | 240     | ?        | ?        | no     | no    | no    | no
            2026-03-11 | no       | ?       | ?        | ?        | ?      | ?     | ?     | ?
            2026-03-12 | ?        | 240     | 9        | yes      | yes    | ?     | ?     | ?
            """)
        },
        expected="""
            diary_date | migraine_criteria_30_min | migraine_criteria_4_h
            2026-03-01 | yes                      | no
            2026-03-02 | no                       | no
            2026-03-03 | yes                      | no
            2026-03-04 | yes                      | yes
            2026-03-05 | no                       | no
            2026-03-06 | ?                        | ?
            2026-03-07 | ?                        | ?
            2026-03-08 | ?                        | ?
            2026-03-09 | ?                        | ?
            2026-03-10 | no                       | no
            2026-03-11 | no                       | no
            2026-03-12 | ?                        | ?
        """,
    ),
    Example(
        "Moderate pain is a setting",
        "features.outcome_day",
        settings={"moderate_pain": 5},
        given={
            "core.diary_day": """
            diary_date | headache | headache_minutes | pain_max | aggravated_by_activity | nausea
            2026-03-01 | yes      | 30               | 4.9      | yes                    | yes
            2026-03-02 | yes      | 30               | 5        | yes                    | yes
            """
        },
        expected="""
            diary_date | migraine_criteria_30_min
            2026-03-01 | ?
            2026-03-02 | yes
        """,
    ),
    Example(
        "Aura and a migraine drug each make a migraine day by themselves",
        "features.outcome_day",
        why="Aura counts without headache too; the drug does not. A drug against other headaches "
        "makes no migraine day. One yes is enough; for a no, all three must be known.",
        given={
            "core.diary_day": spelt("""
            diary_date | headache | aura | minutes | triptan | ergot | gepant | nsaid
            2026-03-01 | yes      | yes  | ?       | ?       | ?     | ?      | ?
            2026-03-02 | no       | yes  | ?       | 0       | ?     | ?      | ?
            2026-03-03 | no       | ?    | ?       | 1       | ?     | ?      | ?
            2026-03-04 | yes      | no   | 20      | 1       | ?     | ?      | ?
            2026-03-05 | yes      | no   | 20      | 0       | 2     | ?      | ?
            2026-03-06 | yes      | no   | 20      | 0       | 0     | 1      | ?
            2026-03-07 | yes      | no   | 20      | 0       | 0     | 0      | 1
            2026-03-08 | yes      | ?    | 20      | 0       | 0     | 0      | 0
            2026-03-09 | yes      | no   | 20      | ?       | ?     | ?      | 1
            """)
        },
        expected="""
            diary_date | migraine_aura | migraine_specific_drug | migraine_30_min | migraine_4_h
            2026-03-01 | yes           | ?                      | yes             | yes
            2026-03-02 | yes           | no                     | yes             | yes
            2026-03-03 | no            | no                     | no              | no
            2026-03-04 | no            | yes                    | yes             | yes
            2026-03-05 | no            | yes                    | yes             | yes
            2026-03-06 | no            | yes                    | yes             | yes
            2026-03-07 | no            | no                     | no              | no
            2026-03-08 | ?             | no                     | ?               | ?
            2026-03-09 | no            | ?                      | ?               | ?
        """,
    ),
    Example(
        "The same day can be a migraine day by half an hour and none by four hours",
        "features.outcome_day",
        given={
            "core.diary_day": spelt("""
            diary_date | headache | minutes | pain_max | activity | nausea | aura | triptan
            2026-03-01 | yes      | 239     | 8        | yes      | yes    | no   | 0
            2026-03-02 | yes      | 240     | 8        | yes      | yes    | no   | 0
            """)
        },
        expected="""
            diary_date | migraine_30_min | migraine_4_h
            2026-03-01 | yes             | no
            2026-03-02 | yes             | yes
        """,
    ),
    Example(
        "Migraine as reported, and headache by its length or by the drug taken",
        "features.outcome_day",
        why="A day without headache is one without migraine. Short headache treated with a drug "
        "counts as an hour: nobody knows how long it would have lasted.",
        given={
            "core.diary_day": """
            diary_date | headache | migraine | headache_minutes | acute_nsaid
            2026-03-01 | yes      | yes      | 60               | 0
            2026-03-02 | yes      | no       | 59               | 0
            2026-03-03 | yes      | ?        | 59               | 1
            2026-03-04 | ?        | yes      | 30               | ?
            2026-03-05 | ?        | ?        | 29               | ?
            2026-03-06 | yes      | ?        | 29               | ?
            2026-03-07 | yes      | ?        | ?                | 0
            2026-03-08 | no       | ?        | ?                | 1
            """
        },
        expected="""
            diary_date | migraine_reported | headache_any | headache_30_min | headache_1_h
            2026-03-01 | yes               | yes          | yes             | yes
            2026-03-02 | no                | yes          | yes             | no
            2026-03-03 | ?                 | yes          | yes             | yes
            2026-03-04 | yes               | yes          | yes             | ?
            2026-03-05 | ?                 | ?            | no              | ?
            2026-03-06 | ?                 | yes          | no              | ?
            2026-03-07 | ?                 | yes          | ?               | ?
            2026-03-08 | no                | no           | no              | no
        """,
    ),
    Example(
        "A covered day is clear by every variant; which drugs were taken on it is unknown",
        "features.outcome_day",
        why="A day that was missed, or that nobody covers, has no row.",
        given={
            "core.diary_day": """
            diary_date | entry_status | headache | migraine
            2026-03-01 | complete     | yes      | yes
            2026-03-02 | missed       | ?        | ?
            """,
            "core.diary_coverage": """
            from_date  | to_date
            2026-03-02 | 2026-03-03
            """,
        },
        expected=spelt("""
            diary_date | migraine_reported | migraine_30_min | migraine_4_h | headache_any | any
            2026-03-01 | yes               | ?               | ?            | yes          | ?
            2026-03-03 | no                | no              | no           | no           | ?
        """),
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_outcomes(example: Example):
    found, expected = run_example(example)
    assert found == expected
