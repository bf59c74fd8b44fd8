"""A4: hidden cells that follow more closely once it is known that nobody left between releases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.attack.intervals import intervals
from triggerscape.disclosure.attack.linear.reach import Enough
from triggerscape.disclosure.chain.across.growth import who_stayed
from triggerscape.disclosure.chain.across.stacked import believable, stacked
from triggerscape.disclosure.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.disclosure.cells.system import BoolArray, IntArray, System
    from triggerscape.disclosure.chain.across.stacked import Pair
    from triggerscape.disclosure.rule import Rule

_FEWEST_CANDIDATES = 3


def hidden_told(
    systems: Sequence[System],
    pairs: Sequence[Pair],
    counts: Sequence[IntArray],
    printed: Sequence[int],
    rule: Rule,
) -> list[tuple[int, int]]:
    """Hidden cells of 1 to threshold - 1 people, as system and place, that are told too closely.

    Rounded: fewer than 3 numbers of people are left; exact: less than 1 to threshold - 1. By all
    sums of the ``systems`` together, to a reader who knows that nobody left where nobody did, and
    not by those of any release alone. ``printed`` tells how many cells of each system have a row:
    of these a reader of rounded releases knows which were hidden for being few.

    Raises:
        ContradictingCells: no counts fit.
    """
    true = [believable(s, c) for s, c in zip(systems, counts, strict=True)]
    small = [
        s.is_hidden & (c > 0) & (c < rule.threshold) for s, c in zip(true, counts, strict=True)
    ]
    knowing = [
        _knowing(system, cells, rule, rows)
        for system, cells, rows in zip(true, small, printed, strict=True)
    ]
    place_of = [
        (number, int(p)) for number, cells in enumerate(small) for p in np.flatnonzero(cells)
    ]
    starts = np.cumsum([0, *(system.size for system in systems)])
    places = np.array([starts[number] + p for number, p in place_of], np.int64)
    stayed = who_stayed(true, pairs, counts)
    whole = stacked(knowing, pairs, stayed, counts)
    told = _told(whole.system, places, whole.counts, rule)
    closer = np.flatnonzero(told)
    if closer.size:
        # What is told as closely without anything that links the releases is for other attacks.
        apart = stacked(knowing, pairs, np.zeros(len(pairs), np.bool_), counts)
        told[closer] &= ~_told(apart.system, places[closer], apart.counts, rule)
    return [place for place, is_told in zip(place_of, told, strict=True) if is_told]


def _knowing(system: System, few: BoolArray, rule: Rule, rows: int) -> System:
    if rule.mode is Mode.EXACT:
        return system
    known = few & (np.arange(system.size) < rows)
    return replace(
        system,
        low=np.where(known, np.maximum(system.low, 1.0), system.low),
        high=np.where(known, np.minimum(system.high, rule.threshold - 1.0), system.high),
    )


def _told(system: System, places: IntArray, known: IntArray | None, rule: Rule) -> BoolArray:
    enough = Enough(width=_FEWEST_CANDIDATES - 1)
    if rule.mode is Mode.EXACT:
        enough = Enough(low=1, high=rule.threshold - 1)
    found = intervals(system, places, enough=enough, known=known)
    return np.asarray(~enough.is_met(found.low, found.high) & found.is_settled, np.bool_)
