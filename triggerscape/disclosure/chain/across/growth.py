"""A4: cells of which two releases tell that a few people joined or left: 1 to threshold - 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.attack.intervals import intervals
from triggerscape.disclosure.attack.linear.lines import lines_of
from triggerscape.disclosure.attack.linear.propagation import propagated
from triggerscape.disclosure.attack.linear.reach import Enough
from triggerscape.disclosure.chain.across.stacked import (
    NO_GROWTH,
    Pair,
    Stacked,
    believable,
    stacked,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System


def few_changed(
    systems: Sequence[System],
    pairs: Sequence[Pair],
    *,
    threshold: int,
    nobody_left: bool,
    counts: Sequence[IntArray] | None = None,
    is_joint: bool = True,
) -> BoolArray:
    """Pairs (p) that tell of 1 to ``threshold - 1`` people more, or fewer, in the later system.

    ``nobody_left``: to a reader who knows this of every cell of which it is true by ``counts`` (one
    array per system), or sure by the bounds where there are none. ``is_joint``: by all sums
    together, by linear programming; else by one after the other.

    Raises:
        ContradictingCells: no counts fit.
    """
    if not pairs:
        return np.zeros(0, np.bool_)
    if counts is not None:
        systems = [believable(s, c) for s, c in zip(systems, counts, strict=True)]
    left_nobody = np.zeros(len(pairs), np.bool_)
    if nobody_left:
        left_nobody = who_stayed(systems, pairs, counts)
    whole = stacked(systems, pairs, left_nobody, counts)
    system, growth = whole.system, whole.growth
    tight = propagated(lines_of(system))
    low, high = tight.low[growth] - NO_GROWTH, tight.high[growth] - NO_GROWTH
    told = _is_few(low, high, threshold)
    if not is_joint:
        return told
    # A cell alone in its line says no more than its bounds; the rest is for linear programming.
    is_linked = _are_linked(systems, pairs)
    return told | _told_together(whole, is_linked & ~told, threshold)


def _is_few(low: FloatArray, high: FloatArray, threshold: int) -> BoolArray:
    more = (low >= 1) & (high < threshold)
    fewer = (high <= -1) & (low > -threshold)
    return np.asarray(more | fewer, np.bool_)


def _told_together(whole: Stacked, wanted: BoolArray, threshold: int) -> BoolArray:
    """Which of the wanted differences (p) can neither be none nor reach the threshold."""
    system, growth, known = whole
    told = np.zeros(growth.size, np.bool_)
    left = np.flatnonzero(wanted)
    if not left.size:
        return told
    none = intervals(system, growth[left], enough=Enough(NO_GROWTH, NO_GROWTH), known=known)
    above, below = none.low > NO_GROWTH, none.high < NO_GROWTH
    for side, enough in (
        (above, Enough(low=np.inf, high=NO_GROWTH + threshold)),
        (below, Enough(low=NO_GROWTH - threshold, high=-np.inf)),
    ):
        places = left[side]
        if not places.size:
            continue
        found = intervals(system, growth[places], enough=enough, known=known)
        told[places] = _is_few(found.low - NO_GROWTH, found.high - NO_GROWTH, threshold)
    return told


def who_stayed(
    systems: Sequence[System], pairs: Sequence[Pair], counts: Sequence[IntArray] | None
) -> BoolArray:
    """Pairs (p) whose cell has no fewer people later: by true counts, or surely by the bounds."""
    if counts is not None:
        return np.array(
            [counts[p.later][p.place_now] >= counts[p.earlier][p.place_then] for p in pairs]
        )
    return np.array(
        [systems[p.later].low[p.place_now] >= systems[p.earlier].high[p.place_then] for p in pairs]
    )


def _are_linked(systems: Sequence[System], pairs: Sequence[Pair]) -> BoolArray:
    linked = [
        np.asarray(abs(s.sums).sum(axis=0) + abs(s.limits).sum(axis=0)).ravel() > 0 for s in systems
    ]
    return np.array(
        [linked[p.earlier][p.place_then] or linked[p.later][p.place_now] for p in pairs]
    )
