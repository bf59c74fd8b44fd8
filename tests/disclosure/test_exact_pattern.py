"""Mode S: which cells are hidden beside the small ones, and what readers can still work out."""

from __future__ import annotations

import numpy as np
import pytest
from ilp_optimum import Questions
from random_blocks import KINDS, block_of, flat, hidden, is_small, random_block

from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.attack.determined import determined
from triggerscape.disclosure.attack.intervals import reachable
from triggerscape.disclosure.cells.system import System
from triggerscape.disclosure.exact.suppress import Pattern, hide_complements

THRESHOLD = 11
# What must find nothing; A7, a guess, has a test of its own over many blocks together.
EXACT_ATTACKS = {"A0", "A1", "A2", "A5", "A6", "A11", "A13"}


def _protected(system: System, counts: np.ndarray, **settings: object) -> Pattern:
    return hide_complements(system, counts, is_small(counts), threshold=THRESHOLD, **settings)


def _assert_withstands(system: System, counts: np.ndarray, pattern: Pattern) -> None:
    """No attacker works anything out, and a second programme says so too."""
    assert pattern.unprotected == ()
    assert pattern.audit["moves that are none"] == 0
    assert pattern.audit["hidden cells that follow from shown ones"] == 0
    seen = hidden(system, counts, pattern.is_hidden)
    assert not determined(seen).any()
    low, high = reachable(seen, np.flatnonzero(is_small(counts)))
    assert (low <= 1).all()
    assert (high >= THRESHOLD - 1).all()
    found = attack(seen, counts, threshold=THRESHOLD, mode="exact").findings
    assert [f.sentence for f in found if f.attack in EXACT_ATTACKS] == []
    referee = Questions(system, counts, THRESHOLD)
    assert referee.cuts_against(pattern.is_hidden.astype(float)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [201])
def test_no_attacker_works_out_a_hidden_cell(kind, seed):
    system, counts = random_block(seed, kind, size=70)
    pattern = _protected(system, counts)
    _assert_withstands(system, counts, pattern)
    assert pattern.is_hidden[is_small(counts)].all()
    assert not pattern.is_hidden[counts == 0].any()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(300, 340))
def test_no_attacker_works_out_a_hidden_cell_of_many_blocks(kind, seed):
    system, counts = random_block(seed, kind, size=100 + 10 * (seed % 20))
    _assert_withstands(system, counts, _protected(system, counts))


def test_small_cells_alone_would_not_do():
    """The blocks are no easy prey: with small cells hidden and nothing else, attackers succeed."""
    for kind in KINDS[:4]:
        system, counts = random_block(201, kind, size=70)
        assert determined(hidden(system, counts, is_small(counts))).any()


@pytest.mark.parametrize("kind", ["two_way", "hierarchy"])
def test_hidden_parts_of_a_shown_whole_reach_the_threshold(kind):
    system, counts = random_block(203, kind, size=70)
    is_hidden = _protected(system, counts, insiders=False).is_hidden
    for line in range(system.sums.shape[0]):
        row = system.sums[[line]].toarray().ravel()
        parts = (row > 0) & is_hidden
        if parts.any() and not is_hidden[row < 0].any():
            assert parts.sum() > 1
            assert counts[parts].sum() >= THRESHOLD


def test_the_same_block_gives_the_same_pattern():
    """Two patterns of one block, released one after the other, could be subtracted."""
    system, counts = random_block(204, "hierarchy", size=70)
    first, second = (_protected(system, counts) for _ in range(2))
    np.testing.assert_array_equal(first.is_hidden, second.is_hidden)
    assert first.audit == second.audit
    assert first.steps == second.steps


def test_what_keeps_outsiders_out_does_not_keep_a_site_out():
    """Two small cells that hide each other: each site takes its own away and has the other."""
    system, counts = block_of(
        [flat("site", "S", 3), flat("group", "G", 3)],
        np.array([[4, 30, 30], [25, 6, 40], [50, 60, 70]]),
    )
    outsiders = _protected(system, counts, insiders=False)
    everybody = _protected(system, counts)
    told = attack(hidden(system, counts, outsiders.is_hidden), counts, mode="exact")
    assert {finding.attack for finding in told.findings} >= {"A5"}
    _assert_withstands(system, counts, everybody)


def test_cut_rounds_never_hide_more():
    system, counts = random_block(205, "two_way", size=60)
    cost = np.ones(system.size)
    plain = _protected(system, counts, cost=cost, insiders=False)
    cut = _protected(system, counts, cost=cost, insiders=False, cut_rounds=12)
    assert cut.secondary.sum() <= plain.secondary.sum()
    _assert_outsiders_kept_out(system, counts, cut)


def _assert_outsiders_kept_out(system: System, counts: np.ndarray, pattern: Pattern) -> None:
    referee = Questions(system, counts, THRESHOLD)
    assert referee.cuts_against(pattern.is_hidden.astype(float)) == []
