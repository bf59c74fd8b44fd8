"""One system over several releases: their cells side by side, and how much each has grown.

Between two releases people join a cell and leave it, so by itself neither says anything of the
other. Whoever knows that nobody left has the earlier count as a floor under the later one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import block_diag, coo_array, csr_array, vstack

from triggerscape.disclosure.cells.system import System

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray

# A growth is a cell of its own, and cells are never below zero: this many stand for no growth.
NO_GROWTH = 1e7


class Pair(NamedTuple):
    """One cell in two systems of a list, and its place in each."""

    earlier: int
    place_then: int
    later: int
    place_now: int


class Stacked(NamedTuple):
    """A system over releases; ``growth`` are the places of the differences, one for each pair.

    The cell at such a place holds ``NO_GROWTH`` and as many more as joined than left. ``counts``
    are true counts of all cells, where those of the systems are known.
    """

    system: System
    growth: IntArray
    counts: IntArray | None


def pairs_of(systems: Sequence[System], earlier: int, later: int) -> list[Pair]:
    """The cells two of the systems share, by name."""
    then = {name: place for place, name in enumerate(systems[earlier].names)}
    return [
        Pair(earlier, then[name], later, place)
        for place, name in enumerate(systems[later].names)
        if name in then
    ]


def stacked(
    systems: Sequence[System],
    pairs: Sequence[Pair],
    nobody_left: BoolArray,
    counts: Sequence[IntArray] | None = None,
) -> Stacked:
    """The systems side by side, with the growth of each pair as a cell after all of theirs.

    ``nobody_left`` (pairs) tells the pairs of which the reader knows that nobody left.
    """
    starts = np.cumsum([0, *(system.size for system in systems)])
    k, n = int(starts[-1]), len(pairs)
    then = np.array([starts[p.earlier] + p.place_then for p in pairs], np.int64)
    now = np.array([starts[p.later] + p.place_now for p in pairs], np.int64)
    growth, fixed = k + np.arange(n), k + n
    line, one = np.arange(n), np.ones(n)
    # A line a pair: what it grew by, and no growth, make up for now less then.
    places = (np.tile(line, 4), np.concatenate([growth, then, now, np.full(n, fixed)]))
    grows = coo_array((np.concatenate([one, one, -one, -one]), places), shape=(n, k + n + 1))
    sums = [_wide(block_diag([s.sums for s in systems], format="csr"), k + n + 1), csr_array(grows)]
    limits = _wide(block_diag([s.limits for s in systems], format="csr"), k + n + 1)
    names = [name for system in systems for name in system.names]
    system = System(
        names=(*names, *(systems[p.later].names[p.place_now] for p in pairs), "no growth"),
        low=_joined([s.low for s in systems], np.where(nobody_left, NO_GROWTH, 0.0)),
        high=_joined([s.high for s in systems], np.full(n, np.inf)),
        sums=csr_array(vstack(sums, format="csr")),
        limits=limits,
        row=np.arange(k + n + 1),
        site=(*(site for s in systems for site in s.site), *[""] * (n + 1)),
        is_hidden=np.concatenate([*(s.is_hidden for s in systems), np.ones(n, bool), [False]]),
    )
    if counts is None:
        return Stacked(system, growth, None)
    true = np.concatenate(list(counts))
    grown = true[now] - true[then] + int(NO_GROWTH)
    return Stacked(system, growth, np.concatenate([true, grown, [int(NO_GROWTH)]]))


def believable(system: System, counts: IntArray) -> System:
    """The system without what is not true of these counts (k): no reader gains by a mistake.

    A sum that lacks parts, as those not shown yet, still says that the others are no more.
    """
    wrong = (counts < system.low) | (counts > system.high)
    off = np.asarray(system.sums @ counts)
    sums = csr_array(system.sums)
    limits = csr_array(system.limits)
    kept = limits[np.flatnonzero(np.asarray(limits @ counts) <= 0)]
    return replace(
        system,
        low=np.where(wrong, 0.0, system.low),
        high=np.where(wrong, np.inf, system.high),
        sums=csr_array(sums[np.flatnonzero(off == 0)]),
        limits=csr_array(vstack([kept, sums[np.flatnonzero(off < 0)]], format="csr")),
    )


def without_lines(system: System) -> System:
    """The cells of a system by themselves, as if none had to do with another."""
    nothing = csr_array((0, system.size))
    return replace(system, sums=nothing, limits=nothing)


def _wide(matrix: csr_array, width: int) -> csr_array:
    wide = csr_array(matrix)
    wide.resize((wide.shape[0], width))
    return wide


def _joined(of_systems: list[FloatArray], of_pairs: FloatArray) -> FloatArray:
    return np.concatenate([*of_systems, of_pairs, [NO_GROWTH]])
