"""The page of recovery is what was measured, on as many seeds as were promised."""

from __future__ import annotations

import json

import pytest
from measure_trigger_recovery import SEEDS
from render_trigger_recovery import MEASURED, TARGET, document


@pytest.fixture(scope="module")
def measured() -> dict:
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def test_the_page_is_what_was_measured(measured: dict) -> None:
    assert TARGET.read_text(encoding="utf-8") == document(measured)


@pytest.mark.parametrize("world", SEEDS)
def test_every_seed_chosen_beforehand_was_drawn(measured: dict, world: str) -> None:
    chosen = SEEDS[world]
    told = {"first": chosen[0], "last": chosen[-1], "number": len(chosen)}
    assert measured[world]["seeds"] == told


def test_what_is_published_keeps_every_promise(measured: dict) -> None:
    assert measured["measured"]["broken"]["published"] == []
    assert measured["low_power"]["discoveries"]["published"]["signs_called"] == 0


@pytest.mark.parametrize(
    "analysis", ["naive: same day", "naive: pooled regression", "naive: lag over rows"]
)
def test_every_naive_analysis_breaks_some(measured: dict, analysis: str) -> None:
    assert measured["measured"]["broken"][analysis]
