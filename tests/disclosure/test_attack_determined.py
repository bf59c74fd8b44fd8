"""A1: cells that follow from the others, against every table one by one and against bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from brute_force import all_tables
from hypothesis import given, settings
from hypothesis import strategies as st
from random_blocks import KINDS, block_of, flat, hidden, is_small, random_block
from unsafe_releases import cells, linked_counties, one_pass, table

from triggerscape.disclosure.attack.determined import (
    determined,
    fixed_by_fractions,
    follows_by_sums,
    null_vector,
)
from triggerscape.disclosure.attack.intervals import reachable


def names_of(system, places) -> set[str]:
    return {system.names[place] for place in np.flatnonzero(places)}


def test_a_difference():
    seen, _ = cells({"a": 4, "b": 30, "whole": 34}, [("whole", ["a", "b"])], hide="a")
    assert names_of(seen, determined(seen)) == {"a"}


def test_two_hidden_in_each_line_keep_each_other():
    seen, _ = table([[3, 18, 40], [30, 5, 60], [70, 80, 90]], "11 12 21 22")
    assert names_of(seen, determined(seen)) == set()


def test_two_sums_together():
    """No single sum has one unknown: county 2 and BIG must be put together (UserSupport #136)."""
    release = linked_counties()
    assert names_of(release.system, determined(release.system)) == {"region K"}


def test_bounds_can_settle_what_sums_do_not():
    """Two hidden under 20 printed for 18 to 22, each at most 11 by its own whole: 22 is no sum."""
    counts = {"a": 11, "b": 11, "all": 22}
    seen, _ = cells(counts, [("all", ["a", "b"])], hide="a b")
    top = np.where(np.array(seen.names) == "all", 22, 11).astype(float)
    seen = replace(seen, high=top, low=np.array([0.0, 0.0, 22.0]))
    assert not follows_by_sums(seen)[:2].any()
    assert names_of(seen, determined(seen)) == {"a", "b"}


@pytest.mark.parametrize(
    ("rows", "fixed"),
    [
        ([[1, 1]], [False, False]),
        ([[1, 1], [1, -1]], [True, True]),
        ([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [True, True, True]),
        ([[1, 1, 1, 0], [0, 1, 1, 0]], [True, False, False, False]),
    ],
)
def test_elimination_in_fractions(rows: list[list[int]], fixed: list[bool]):
    assert fixed_by_fractions(np.array(rows)).tolist() == fixed


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=2),
    st.sets(st.integers(0, 5), max_size=4),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_cell_is_determined_when_all_tables_agree_on_it(people: list, told: set[int]):
    system, counts = block_of([flat("site", "S", 2), flat("group", "G", 3)], np.array(people))
    inner = [place for place, name in enumerate(system.names) if "all" not in name]
    is_hidden = np.isin(np.arange(system.size), [inner[at] for at in told])
    seen = hidden(system, counts, is_hidden)
    tables = all_tables(seen, most=9)
    agree = tables.min(axis=0) == tables.max(axis=0)
    assert determined(seen).tolist() == (agree & is_hidden).tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_null_vectors_move_no_printed_sum(kind: str):
    system, counts = random_block(31, kind, size=400)
    free = np.flatnonzero(is_small(counts))
    matrix = system.sums[:, free]
    for seed in (1, 2):
        assert np.abs(matrix @ null_vector(matrix, seed)).max(initial=0) < 1e-9


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [32, 33])
def test_the_reach_of_a_cell_says_the_same(kind: str, seed: int):
    """The second way: bounds by linear programming, for every hidden cell."""
    system, counts = random_block(seed, kind, size=200)
    for is_hidden in (is_small(counts), one_pass(system, counts, is_small(counts))):
        seen = hidden(system, counts, is_hidden)
        places = np.flatnonzero(is_hidden)
        low, high = reachable(seen, places)
        given_away = determined(seen)
        assert given_away[places].tolist() == (low == high).tolist()
        assert (determined(seen, known=counts) == given_away).all()
    assert determined(hidden(system, counts, is_small(counts))).any()


def test_a_large_component_is_proven_by_combinations():
    """Past what fractions do quickly, a cell is shown to be a combination of the sums."""
    system, counts = random_block(34, "linked", size=600)
    more = np.random.default_rng(34).random(system.size) < 0.25
    seen = hidden(system, counts, is_small(counts) | (more & (counts > 0)))
    low, high = reachable(seen, np.arange(system.size))
    follows = follows_by_sums(seen)
    assert (follows & seen.is_hidden).sum() > 10
    assert np.all(low[follows] == high[follows])
    assert np.all(follows[(low == high) & (counts > 0)])
