"""Acute drugs by class, on a day and in a window."""

from __future__ import annotations

import pytest
from short_heads import speller
from small_tables import Example, run_example

spelt = speller(
    {
        "day": "diary_date",
        "triptan": "acute_triptan",
        "ergot": "acute_ergot",
        "gepant": "acute_gepant",
        "nsaid": "acute_nsaid",
        "opioid": "acute_opioid",
        "combination": "acute_combination",
        "other": "acute_other",
        "t_tri": "took_triptan",
        "t_erg": "took_ergot",
        "t_opi": "took_opioid",
        "t_com": "took_combination",
        "t_gep": "took_gepant",
        "tri_known": "triptan_known_days",
        "tri_days": "triptan_days",
        "sim_known": "simple_known_days",
        "sim_days": "simple_days",
        "gep_known": "gepant_known_days",
        "gep_days": "gepant_days",
        "relative": "date_is_relative",
        "start": "window_start",
        "t_any": "took_any",
        "t_sim": "took_simple",
        "t_ovr": "took_overusable",
    }
)
EXAMPLES = (
    Example(
        "Drugs are told apart by class; a class nobody recorded is unknown",
        "features.outcome_day",
        why="A diary that records one of several drugs would have recorded the others: what is "
        "counted together is known as soon as one of them is.",
        given={
            "core.diary_day": spelt("""
            diary_date | triptan | ergot | opioid | combination | nsaid | other | gepant
            2026-03-01 | 1       | 0     | 0      | 0           | 0     | 0     | 0
            2026-03-02 | 0       | 1     | 0      | 0           | 0     | 0     | 0
            2026-03-03 | 0       | 0     | 2      | 0           | 0     | 0     | 0
            2026-03-04 | 0       | 0     | 0      | 1           | 0     | 0     | 0
            2026-03-05 | 0       | 0     | 0      | 0           | 3     | ?     | 0
            2026-03-06 | 0       | 0     | 0      | 0           | 0     | 1     | 0
            2026-03-07 | 0       | 0     | 0      | 0           | 0     | 0     | 1
            2026-03-08 | ?       | ?     | ?      | ?           | ?     | ?     | 1
            2026-03-09 | 0       | ?     | ?      | ?           | ?     | ?     | ?
            2026-03-10 | ?       | ?     | ?      | ?           | ?     | ?     | ?
            """)
        },
        expected=spelt("""
            day        | t_any | t_tri | t_erg | t_opi | t_com | t_sim | t_gep | t_ovr
            2026-03-01 | yes   | yes   | no    | no    | no    | no    | no    | yes
            2026-03-02 | yes   | no    | yes   | no    | no    | no    | no    | yes
            2026-03-03 | yes   | no    | no    | yes   | no    | no    | no    | yes
            2026-03-04 | yes   | no    | no    | no    | yes   | no    | no    | yes
            2026-03-05 | yes   | no    | no    | no    | no    | yes   | no    | yes
            2026-03-06 | yes   | no    | no    | no    | no    | yes   | no    | yes
            2026-03-07 | yes   | no    | no    | no    | no    | no    | yes   | no
            2026-03-08 | yes   | ?     | ?     | ?     | ?     | ?     | yes   | ?
            2026-03-09 | no    | no    | ?     | ?     | ?     | ?     | ?     | no
            2026-03-10 | ?     | ?     | ?     | ?     | ?     | ?     | ?     | ?
        """),
    ),
    Example(
        "Drug days are counted by class over the days on which the class is recorded",
        "features.drug_window",
        given={
            "core.diary_day": """
                diary_date             | acute_triptan | acute_nsaid | acute_gepant
                2026-02-23..2026-02-25 | 1             | 0           | ?
                2026-02-26..2026-02-27 | 1             | 2           | ?
                2026-02-28             | 0             | 0           | 1
                2026-03-23             | 0             | ?           | ?
            """
        },
        expected=spelt("""
            start      | tri_known | tri_days | sim_known | sim_days | gep_known | gep_days
            2026-02-23 | 6         | 5        | 6         | 2        | 1         | 1
            2026-03-23 | 1         | 0        | 0         | 0        | 0         | 0
        """),
    ),
    Example(
        "Any drug counts gepants, overusable drugs do not",
        "features.drug_window",
        given={
            "core.diary_day": spelt("""
                diary_date | relative | ergot | opioid | combination | gepant
                2000-01-03 | yes      | 1     | ?      | 0           | 0
                2000-01-04 | yes      | 0     | 1      | 0           | 0
                2000-01-05 | yes      | 0     | ?      | 1           | 0
                2000-01-06 | yes      | 0     | ?      | 0           | 1
            """)
        },
        expected="""
            any_known_days | any_days | overusable_known_days | overusable_days
            4              | 4        | 4                     | 3
        """,
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.shows)
def test_drugs(example: Example):
    found, expected = run_example(example)
    assert found == expected
