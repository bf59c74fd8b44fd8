"""Mode S against the fewest cells that integer programming needs, on small blocks."""

from __future__ import annotations

import json

import pytest
from measure_optima import MEASURED, SEEDS, SIZES, by_mode_s, fewest

MOST_OVER_ALL, MOST_EACH = 1.25, 1.45


@pytest.fixture(scope="module")
def blocks() -> list[dict]:
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def test_the_blocks_are_those_chosen_beforehand(blocks):
    """In the order of their seeds, every kind: none was looked at first and left out."""
    chosen = [(kind, seed) for seed in SEEDS for kind in SIZES]
    measured = [(one["kind"], one["seed"]) for one in blocks]
    assert len(measured) >= 15
    assert measured == chosen[: len(measured)]
    assert all(one["is_optimal"] for one in blocks)


def test_mode_s_hides_little_more_than_the_fewest_cells(blocks):
    assert sum(one["mode_s"] for one in blocks) <= MOST_OVER_ALL * sum(
        one["fewest"] for one in blocks
    )
    assert max(one["mode_s"] / max(one["fewest"], 1) for one in blocks) <= MOST_EACH


def test_mode_s_hides_what_was_measured(blocks):
    for one in blocks[:10]:
        assert by_mode_s(one["kind"], one["seed"]) == one["mode_s"]


def test_the_fewest_come_out_again(blocks):
    smallest = min(blocks, key=lambda one: one["fewest"])
    again = fewest(smallest["kind"], smallest["seed"])
    assert again == {name: smallest[name] for name in again}


@pytest.mark.long
def test_all_the_fewest_come_out_again(blocks):
    for one in blocks:
        again = fewest(one["kind"], one["seed"])
        assert again == {name: one[name] for name in again}
        assert by_mode_s(one["kind"], one["seed"]) == one["mode_s"]
