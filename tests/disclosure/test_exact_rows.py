"""Mode S: rows hidden whole, rests of wholes, cells that must be shown, blocks too large."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from random_blocks import block_of, flat, hidden, is_small, matrix, nested

from triggerscape.disclosure.attack.determined import determined
from triggerscape.disclosure.attack.intervals import reachable
from triggerscape.disclosure.cells.system import System
from triggerscape.disclosure.exact.ladder import Rung, depth, hide_by_ladder
from triggerscape.disclosure.exact.suppress import hide_complements
from triggerscape.errors import DisclosureRefused


def _table() -> tuple[System, np.ndarray]:
    people = np.array([[3, 40, 12], [30, 20, 50], [20, 31, 44], [25, 24, 60]])
    return block_of([flat("row", "R", 4), flat("column", "C", 3)], people)


def _plain(names: list[str], counts: list[int], sums, limits) -> tuple[System, np.ndarray]:
    k, exact = len(names), np.array(counts, float)
    system = System(
        tuple(names), exact, exact, matrix(sums, k), matrix(limits, k),
        np.arange(k), ("",) * k, np.zeros(k, bool),
    )  # fmt: skip
    return system, np.array(counts)


def test_cells_of_one_row_are_hidden_together():
    """A row holds the people and, among them, those with aura: hiding one hides the other."""
    system, counts = _table()
    row = np.arange(system.size) // 2
    system = replace(system, row=row)
    pattern = hide_complements(system, counts, is_small(counts), threshold=11)
    for number in np.unique(row):
        assert len(set(pattern.is_hidden[row == number])) == 1
    assert not determined(hidden(system, counts, pattern.is_hidden)).any()


def test_the_rest_of_a_whole_is_kept_too():
    """100 people, 93 with aura: the 7 without stand in no cell, and 100 - 93 must not be told."""
    system, counts = _plain(
        ["everybody", "aura", "women", "men"], [100, 93, 60, 40],
        [{0: -1, 2: 1, 3: 1}], [{1: 1, 0: -1}],
    )  # fmt: skip
    pattern = hide_complements(system, counts, np.zeros(4, bool), threshold=11)
    assert pattern.is_hidden[0] or pattern.is_hidden[1]
    assert pattern.unprotected == ()


def test_a_cell_nobody_publishes_is_kept_at_no_cost():
    """A rest given as a cell without a number: it counts as hidden, and what tells it is hidden."""
    system, counts = _plain(["whole", "part", "rest"], [100, 93, 7], [{0: -1, 1: 1, 2: 1}], [])
    system = replace(
        system, is_hidden=np.array([False, False, True]),
        low=np.array([100.0, 93, 0]), high=np.array([100.0, 93, np.inf]),
    )  # fmt: skip
    pattern = hide_complements(system, counts, np.zeros(3, bool), threshold=11)
    assert pattern.is_hidden.sum() == 2
    assert pattern.secondary.tolist() == [False, True, False]


def test_a_large_cell_hidden_for_another_reason_is_kept_in_doubt():
    system, counts = _table()
    place = system.names.index("row R02, column C03")
    asked = np.zeros(system.size, bool)
    asked[place] = True
    pattern = hide_complements(system, counts, asked, threshold=11)
    low, high = reachable(hidden(system, counts, pattern.is_hidden), np.array([place]))
    assert low[0] <= counts[place] - 5
    assert high[0] >= counts[place] + 5


def test_dear_cells_stay_where_cheaper_ones_do():
    system, counts = _table()
    is_total = np.array(["all" in name for name in system.names])
    cost = np.where(is_total, np.inf, 1.0)
    pattern = hide_complements(
        system, counts, is_small(counts), threshold=11, cost=cost, insiders=False
    )
    assert not pattern.is_hidden[is_total].any()
    assert pattern.is_hidden.sum() == 4  # a rectangle around the small cell
    assert pattern.unprotected == ()


def _two_sites_in_a_region() -> tuple[System, np.ndarray, np.ndarray]:
    """Sites S01 and S02 alone in their region; margins must be shown."""
    people = np.array([[3, 40, 12], [30, 20, 50], [20, 31, 44], [25, 24, 60]])
    system, counts = block_of(
        [nested("site", "S", 4, each=2, group="region "), flat("group", "G", 3)], people
    )
    must_be_shown = np.array(["region" in n or "all" in n for n in system.names])
    return system, counts, np.where(must_be_shown, np.inf, 1.0)


def test_one_of_two_sites_in_a_region_sees_the_other():
    system, counts, cost = _two_sites_in_a_region()
    pattern = hide_complements(system, counts, is_small(counts), threshold=11, cost=cost)
    assert pattern.unprotected == ((system.names.index("site S01, group G01"), "S02"),)


def test_the_ladder_gives_up_the_regions():
    """The region's total less its own people tells S02 of S01: that level is left out."""
    system, counts, cost = _two_sites_in_a_region()
    found = hide_by_ladder(system, counts, is_small(counts), threshold=11, cost=cost)
    assert found.rung is Rung.LEVEL
    assert found.pattern.unprotected == ()
    by_group = np.array(["region" in n and "group all" not in n for n in system.names])
    assert found.given_up[by_group].all()
    assert not found.given_up[depth(system) == 0].any()
    assert found.pattern.is_hidden[found.given_up].all()
    again = hide_by_ladder(system, counts, is_small(counts), threshold=11, cost=cost)
    np.testing.assert_array_equal(found.given_up, again.given_up)


def test_nothing_is_given_up_where_everything_can_be_hidden():
    system, counts, _ = _two_sites_in_a_region()
    found = hide_by_ladder(system, counts, is_small(counts), threshold=11)
    assert found.rung is Rung.NOTHING
    assert not found.given_up.any()


def test_more_than_fifteen_thousand_linked_cells_are_refused():
    k = 15_001
    system, counts = _plain(
        [str(n) for n in range(k)], [*[20] * (k - 1), 20 * (k - 1)],
        [dict.fromkeys(range(k - 1), 1) | {k - 1: -1}], [],
    )  # fmt: skip
    with pytest.raises(DisclosureRefused, match="15,001 cells hang together") as refused:
        hide_complements(system, counts, np.zeros(k, bool), threshold=11)
    assert "each period as a block of its own" in refused.value.fix


def test_counts_that_do_not_add_up_are_refused():
    system, counts = _table()
    wrong = counts + (np.arange(system.size) == 0)
    with pytest.raises(ValueError, match="do not fit the system"):
        hide_complements(system, wrong, is_small(wrong), threshold=11)
