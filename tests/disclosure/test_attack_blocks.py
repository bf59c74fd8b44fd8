"""Every attack on random blocks: half-done protection is broken, full hiding is not accused."""

from __future__ import annotations

import numpy as np
import pytest
from brute_force import plain_bounds
from random_blocks import KINDS, hidden, is_small, random_block
from unsafe_releases import one_pass

from triggerscape.disclosure.attack.all_attacks import attack
from triggerscape.disclosure.cells.system import System

MODES = ("exact", "rounded")
SEEDS, MANY = range(201, 213), range(301, 381)
blocks = pytest.mark.parametrize("kind", KINDS)


def totals_only(system: System, counts: np.ndarray) -> np.ndarray:
    """All hidden but everybody and, where each is large, the groups of the last dimension."""
    of_group = np.array([name.count(" all") >= name.count(",") for name in system.names])
    of_group &= np.array(["site all" in name for name in system.names])
    of_group &= np.array([", age all" in n or ", age" not in n for n in system.names])
    everybody = np.array([name.count(" all") == name.count(",") + 1 for name in system.names])
    return ~(everybody | (of_group & (counts[of_group].min() >= 22)))


def too_close(system: System, small: np.ndarray) -> set[str]:
    """Small hidden cells that cannot hold 1 to 10 people each: a plain linear programme a cell."""
    ends = {system.names[at]: plain_bounds(system, at) for at in np.flatnonzero(small)}
    return {name for name, (low, high) in ends.items() if low > 1 or high < 10}


def tried(seed: int, kind: str, size: int, *, insiders: bool, refereed: bool) -> None:
    system, counts = random_block(seed, kind, size=size)
    small = is_small(counts)
    nothing = attack(system, counts, mode="exact", insiders=False, alone=False)
    assert nothing.successes()["A0"] == small.sum() > 0
    for is_hidden in (small, one_pass(system, counts, small)):
        seen = hidden(system, counts, is_hidden)
        report = attack(seen, counts, mode="exact", insiders=insiders, alone=False)
        names = {seen.names[at] for at in np.flatnonzero(small)}
        found = {f.cell for f in report.findings if f.attack in {"A1", "A2"}} & names
        assert report.successes()["A0"] == 0
        assert found if is_hidden is small else True
        if refereed:
            assert found == too_close(seen, small)
    mode = MODES[seed % 2]
    closed = hidden(system, counts, totals_only(system, counts), mode=mode)
    assert attack(closed, counts, mode=mode, insiders=insiders).sentences() == []


@blocks
@pytest.mark.parametrize("seed", SEEDS)
def test_small_blocks(seed: int, kind: str):
    tried(seed, kind, 80, insiders=seed % 4 == 0, refereed=seed % 3 == 0)


@pytest.mark.long
@blocks
@pytest.mark.parametrize("seed", MANY)
def test_many_blocks(seed: int, kind: str):
    size = int(np.random.default_rng(seed).choice([100, 300, 1000, 3000], p=[0.4, 0.3, 0.2, 0.1]))
    tried(seed, kind, size, insiders=size <= 300, refereed=size <= 300)


@blocks
@pytest.mark.parametrize("mode", MODES)
def test_the_same_system_gives_the_same_report(kind: str, mode: str):
    system, counts = random_block(221, kind, size=120)
    seen = hidden(system, counts, is_small(counts), mode=mode)
    assert attack(seen, counts, mode=mode) == attack(seen, counts, mode=mode)


@blocks
def test_a_reader_without_the_truth_accuses_no_more(kind: str):
    """Without true counts only what a reader can be sure of is said: all of it is true."""
    system, counts = random_block(222, kind, size=120)
    seen = hidden(system, counts, is_small(counts))
    blind, told = attack(seen, mode="exact"), attack(seen, counts, mode="exact")
    assert "A5" not in blind.tried
    single = {f.cell for f in told.findings if f.attack in {"A1", "A13"}}
    assert {f.cell for f in blind.findings if f.attack == "A1"} <= single
    assert single


def test_counts_that_do_not_fit_are_refused():
    system, counts = random_block(223, "two_way", size=80)
    with pytest.raises(ValueError, match="do not fit"):
        attack(system, counts + 1, mode="exact")
    with pytest.raises(ValueError, match="neither exact nor rounded"):
        attack(system, counts, mode="fuzzy")
