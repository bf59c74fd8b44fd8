"""Questionnaires by example: answers, totals and recall that an instrument can and cannot give."""

from __future__ import annotations

from itertools import product

import pytest
from judged_rows import broken_by

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.instruments import INSTRUMENTS, MOST_ITEMS
from triggerscape.vocabulary import INSTRUMENTS as WORDS

TABLE = INPUTS["questionnaire"]


def broken(instrument: str, items: str = "", **given: str) -> list[str]:
    """The rules a row breaks, without the contract's name; ``items`` apart by blanks, - is none."""
    row = {
        "site_code": "AA",
        "person_key": "person-1",
        "instrument": instrument,
        "completed_on": "2025-03-01",
        **{f"item_{n}": item for n, item in enumerate(items.split(), 1) if item != "-"},
        **given,
    }
    [codes] = broken_by(TABLE, row)
    return [code.removeprefix("questionnaire.") for code in codes]


def test_every_instrument_of_the_contract_is_described_and_fits_its_columns():
    assert tuple(INSTRUMENTS) == WORDS
    total = TABLE.column("total")
    for one in INSTRUMENTS.values():
        assert one.items + len(one.beyond) <= MOST_ITEMS
        assert total.low <= one.low <= one.high <= total.high


def test_the_totals_hit6_cannot_reach_are_those_no_six_answers_add_up_to():
    """All 15,625 ways to answer, one after the other."""
    hit6 = INSTRUMENTS["hit6"]
    sums = {sum(answers) for answers in product((6, 8, 10, 11, 13), repeat=6)}
    assert (min(sums), max(sums)) == (hit6.low, hit6.high) == (36, 78)
    assert set(hit6.unreachable) == set(range(36, 79)) - sums == {37, 39, 77}


def test_every_hit6_total_is_judged_by_whether_it_can_be_reached():
    rows = [
        {
            "site_code": "AA",
            "person_key": f"person-{total}",
            "instrument": "hit6",
            "completed_on": "2025-03-01",
            "total": str(total),
        }
        for total in range(30, 85)
    ]
    refused = {
        int(row["total"]) for row, codes in zip(rows, broken_by(TABLE, *rows), strict=True) if codes
    }
    assert refused == {*range(30, 36), 37, 39, 77, *range(79, 85)}


@pytest.mark.parametrize(
    ("instrument", "items", "total", "expected"),
    [
        ("hit6", "6 8 10 11 13 6", "54", []),
        ("hit6", "6 8 10 11 13 6", "55", ["total.sum"]),
        ("hit6", "6 8 10 11 13 -", "54", []),
        ("hit6", "6 8 10 11 13 -", "61", []),
        ("hit6", "6 8 10 11 13 -", "62", ["total.sum"]),
        ("hit6", "6 8 10 11 13 -", "53", ["total.sum"]),
        ("hit6", "", "54", []),
        (
            "hit6",
            "1 2 3 4 5 1",
            "54",
            [f"item_{n}.instrument" for n in range(1, 7)] + ["total.sum"],
        ),
        ("hit6", "6 8 10 11 13 6 6", "54", ["item_7.instrument"]),
        ("midas", "0 0 0 0 0", "0", []),
        ("midas", "3 4 5 6 7", "25", []),
        ("midas", "3 4 5 6 7 20 6", "25", []),
        ("midas", "3 4 5 6 7 20 6", "51", ["total.sum"]),
        ("midas", "3 4 5 6 7 20 11", "25", ["item_7.instrument"]),
        ("midas", "3 4 - - -", "7", []),
        ("midas", "3 4 - - -", "6", ["total.sum"]),
        ("phq9", "1 1 1 1 1 1 1 1 1", "9", []),
        ("phq9", "1 1 1 1 1 1 1 1 4", "12", ["item_9.instrument"]),
        ("phq9", "", "28", ["total.instrument"]),
        ("gad7", "", "22", ["total.instrument"]),
        ("gad7", "0 0 0 0 0 0 3", "3", []),
        ("psqi", "", "22", ["total.instrument"]),
        ("pss10", "4 4 4 4 4 4 4 4 4 4", "24", []),
        ("pss10", "", "41", ["total.instrument"]),
        ("ndi", "5 5 5 5 5 5 5 5 5 5", "50", []),
        ("ndi", "", "51", ["total.instrument"]),
        ("msq21", "", "100", []),
        ("msq21", "", "101", ["total.instrument"]),
        ("msq21", "0 1", "50", ["item_1.instrument"]),
    ],
)
def test_items_and_totals_are_held_to_each_other_and_to_their_instrument(
    instrument, items, total, expected
):
    assert broken(instrument, items, total=total) == sorted(expected)


@pytest.mark.parametrize(
    ("instrument", "days", "is_taken"),
    [
        ("hit6", "28", True),
        ("hit6", "30", True),
        ("hit6", "7", False),
        ("hit6", "90", False),
        ("midas", "90", True),
        ("midas", "92", True),
        ("midas", "28", False),
        ("midas", "180", False),
        ("phq9", "14", True),
        ("phq9", "28", False),
        ("ndi", "1", True),
    ],
)
def test_a_score_over_other_days_is_another_score(instrument, days, is_taken):
    assert broken(instrument, recall_days=days) == ([] if is_taken else ["recall_days.instrument"])
