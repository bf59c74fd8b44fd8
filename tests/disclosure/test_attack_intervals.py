"""A2: how far hidden cells can go, against every table one by one and against a plain LP."""

from __future__ import annotations

import numpy as np
import pytest
from brute_force import all_tables, plain_bounds
from hypothesis import given, settings
from hypothesis import strategies as st
from random_blocks import KINDS, block_of, flat, hidden, is_small, random_block
from unsafe_releases import cells, table, with_bounds

from triggerscape.disclosure.attack.intervals import (
    Enough,
    intervals,
    knowing_small,
    reachable,
    whole_reach,
)
from triggerscape.disclosure.attack.linear import nearby
from triggerscape.disclosure.attack.linear.propagation import ContradictingCells

MODES = ("exact", "rounded")
small_tables = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=2)
four_hidden = st.sets(st.integers(0, 5), max_size=4)


def test_the_reach_of_a_square():
    """Rows of 10 and 11, columns of 20 and 1 left: the second column is one person, somewhere."""
    seen, _ = table([[9, 1, 30], [11, 0, 30], [30, 40, 50]], "11 12 21 22")
    low, high = reachable(seen, np.flatnonzero(seen.is_hidden))
    assert low.tolist() == [9, 0, 10, 0]
    assert high.tolist() == [10, 1, 11, 1]


def test_a_cell_without_any_whole_has_no_upper_bound():
    seen, _ = cells({"alone": 5}, [], hide="alone")
    low, high = reachable(seen, np.array([0]))
    assert (low[0], high[0]) == (0, np.inf)


def test_a_reader_who_knows_why_a_cell_is_hidden_knows_more():
    seen, _ = cells({"a": 5, "b": 20, "whole": 25}, [("whole", ["a", "b"])], hide="a b")
    places = np.array([0, 1])
    assert [v.tolist() for v in reachable(seen, places)] == [[0, 0], [25, 25]]
    small = np.array([True, False, False])
    known = reachable(seen, places, small=small)
    assert [v.tolist() for v in known] == [[1, 15], [10, 24]]


def test_what_contradicts_itself_is_said():
    seen, _ = cells({"a": 5, "b": 20, "whole": 25}, [("whole", ["a", "b"])])
    with pytest.raises(ContradictingCells, match="E441"):
        reachable(with_bounds(seen, a=(6, 6)), np.array([0]))


@given(small_tables, four_hidden, st.sampled_from(MODES))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_table_one_by_one(people: list[list[int]], told: set[int], mode: str):
    """Two-way tables are totally unimodular: the linear bounds are reached by whole tables."""
    system, counts = block_of([flat("site", "S", 2), flat("group", "G", 3)], np.array(people))
    inner = [place for place, name in enumerate(system.names) if "all" not in name]
    is_hidden = np.isin(np.arange(system.size), [inner[at] for at in told])
    seen = hidden(system, counts, is_hidden, mode=mode, base=2, threshold=3)
    tables = all_tables(seen, most=9)
    places = np.flatnonzero(is_hidden)
    low, high = reachable(seen, places)
    assert low.tolist() == tables[:, places].min(axis=0).tolist()
    assert high.tolist() == tables[:, places].max(axis=0).tolist()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", MODES)
def test_a_plain_linear_programme_says_the_same(kind: str, mode: str):
    system, counts = random_block(21, kind, size=90)
    more = np.random.default_rng(21).random(system.size) < 0.2
    seen = hidden(system, counts, is_small(counts) | (more & (counts > 0)), mode=mode)
    places = np.flatnonzero(seen.is_hidden)
    low, high = reachable(seen, places)
    plain = [plain_bounds(seen, place) for place in places]
    assert list(zip(low, high, strict=True)) == plain


@pytest.mark.parametrize("kind", KINDS)
def test_stopping_early_judges_alike(kind: str):
    system, counts = random_block(22, kind, size=200)
    seen = hidden(system, counts, is_small(counts), mode="rounded")
    for known, enough in (
        (seen, Enough(low=1, high=10)),
        (knowing_small(seen, is_small(counts), 11), Enough(width=2)),
    ):
        places = np.flatnonzero(seen.is_hidden)
        low, high = reachable(known, places)
        for true in (None, counts):
            early = intervals(known, places, enough=enough, known=true)
            assert early.is_settled.all()
            assert (enough.is_met(early.low, early.high) == enough.is_met(low, high)).all()
            met = enough.is_met(low, high)
            assert np.all((early.low >= low) & (early.high <= high) | ~met)


def test_whole_tables_can_reach_less():
    """Three cells, each two of them together even: only fractions make the first of them odd."""
    counts = {"a": 2, "b": 2, "c": 2, "ab": 4, "bc": 4, "ac": 4}
    sums = [("ab", ["a", "b"]), ("bc", ["b", "c"]), ("ac", ["a", "c"])]
    seen, _ = cells(counts, sums, hide="a b c")
    low, high = reachable(seen, np.array([0]))
    assert whole_reach(seen, 0) == (2.0, 2.0) == (low[0], high[0])
    seen, _ = table([[3, 8, 40], [30, 50, 60], [4, 7, 90]], "11 12 31 32")
    low, high = reachable(seen, np.array([0]))
    assert whole_reach(seen, 0) == (low[0], high[0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", MODES)
def test_looking_nearby_first_judges_alike(kind: str, mode: str, monkeypatch):
    """In large components tables around one cell are tried first; here every one is large."""
    system, counts = random_block(23, kind, size=120)
    seen = hidden(system, counts, is_small(counts), mode=mode)
    enough = Enough(low=1, high=10) if mode == "exact" else Enough(width=2)
    places = np.flatnonzero(seen.is_hidden)
    whole = intervals(seen, places, enough=enough)
    monkeypatch.setattr(nearby, "_LARGE", 0)
    near = intervals(seen, places, enough=enough, known=counts)
    met = [enough.is_met(found.low, found.high).tolist() for found in (whole, near)]
    assert met[0] == met[1]
    assert np.all((near.low <= counts[places]) & (counts[places] <= near.high))
