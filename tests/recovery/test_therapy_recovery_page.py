"""The page of recovery is what was measured, on as many seeds as were promised."""

from __future__ import annotations

import json

import pytest
from therapy_measure import MEASURED, PLANTED_SEEDS, SEEDS
from therapy_naive import NAIVE
from therapy_page import TARGET, document
from therapy_seed import BRACKET


@pytest.fixture(scope="module")
def measured() -> dict:
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def test_the_page_is_what_was_measured(measured: dict) -> None:
    assert TARGET.read_text(encoding="utf-8") == document(measured)


def test_every_seed_chosen_beforehand_was_drawn(measured: dict) -> None:
    told = {
        (one["world"], one["people"]): (one["first"], one["last"], one["number"])
        for one in measured["seeds"]
    }
    assert told == {world: (seeds[0], seeds[-1], len(seeds)) for world, seeds in SEEDS.items()}
    planted = {
        one["people"]: (one["first"], one["last"], one["number"])
        for one in measured["planted"]["seeds"]
    }
    assert planted == {
        people: (seeds[0], seeds[-1], len(seeds)) for people, seeds in PLANTED_SEEDS.items()
    }


def test_the_bracket_keeps_every_promise(measured: dict) -> None:
    assert measured["broken"][BRACKET] == []


def test_nothing_is_called_where_nothing_works(measured: dict) -> None:
    nulls = [
        one
        for one in measured["cells"]
        if one["analysis"] == BRACKET and one["world"] in ("S3", "S4")
    ]
    assert len(nulls) == 8
    assert max(one["supported"] + one["supported_wrongly"] for one in nulls) <= 0.02


@pytest.mark.parametrize("analysis", NAIVE)
def test_every_naive_analysis_breaks_some(measured: dict, analysis: str) -> None:
    assert measured["broken"][analysis]
