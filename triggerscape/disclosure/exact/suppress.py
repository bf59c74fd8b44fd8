"""Mode S: which further cells to hide so that exact counts can be shown for all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import block_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from triggerscape.disclosure.attack.classes import with_complements
from triggerscape.disclosure.exact.audit import broken_moves, standing_still
from triggerscape.disclosure.exact.block import Block, block_of
from triggerscape.disclosure.exact.closing import show_again
from triggerscape.disclosure.exact.cuts import LARGEST_BLOCK, chosen_together
from triggerscape.disclosure.exact.evidence import OUTSIDE, Evidence
from triggerscape.disclosure.exact.opening import satisfy, settle
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System

MOST_CELLS = 15_000


@dataclass(frozen=True)
class Pattern:
    """What is hidden, and what was found when it was looked at last.

    ``is_hidden`` (k) are all cells without a number, ``secondary`` (k) those among them that need
    not be hidden for themselves. ``unprotected`` holds (cell, who) for every cell that no hiding
    protects: who is a site, the cell of somebody alone in it, or empty for outsiders; a cell from
    k on is the rest of a whole beside one of its parts. ``steps`` counts rows hidden and shown
    again by step, ``audit`` what was proven and what was not.
    """

    is_hidden: BoolArray
    secondary: BoolArray
    unprotected: tuple[tuple[int, str], ...]
    steps: dict[str, int]
    audit: dict[str, int]


def hide_complements(
    system: System,
    counts: IntArray,
    is_primary: BoolArray,
    *,
    threshold: int,
    cost: FloatArray | None = None,
    insiders: bool = True,
    cut_rounds: int = 0,
) -> Pattern:
    """Cells to hide beside the primary ones so that none of them can be worked out.

    ``counts`` (k) are the true ones. ``is_primary`` (k) are cells that must be hidden; those with 1
    to threshold - 1 people are whether told or not. For outsiders every hidden small cell can hold
    1 to threshold - 1, and so can the rest of a whole beside a part; with ``insiders``, other
    sites, who know their own cells, and whoever is alone in another cell are left more
    than one whole number for it. ``cost`` (k) is the price of hiding a cell, log(1 + count)
    where none is given, infinity where it must be shown. ``cut_rounds`` are tried on blocks of up
    to 600 cells and kept where they hide less. The same block gives the same pattern.

    Raises:
        DisclosureRefused: more than 15,000 cells hang together.
        ValueError: the true counts contradict the system.
    """
    _refuse_too_large(system)
    if system.broken_by(counts):
        raise ValueError("the counts do not fit the system: " + system.broken_by(counts)[0])
    k = system.size
    price = np.log1p(counts) if cost is None else np.asarray(cost, float)
    wider = with_complements(system, counts, threshold)
    people = counts if wider.counts is None else wider.counts
    rests = np.zeros(wider.places.size)
    asked = np.concatenate([is_primary, rests > 0]) | ((people > 0) & (people < threshold))
    # Nobody publishes a rest: it is in nobody's row, and hides none.
    own_rows = np.append(system.row, system.row.max(initial=0) + 1 + np.arange(rests.size))
    with_rests = replace(wider.system, row=own_rows)
    block = block_of(with_rests, people, asked, np.concatenate([price, rests]), size=k)
    first = _attempt(block, threshold, block.is_fixed, insiders=insiders)
    best = first
    if cut_rounds and k <= LARGEST_BLOCK:
        chosen = chosen_together(block, first.evidence, cut_rounds)
        second = _attempt(block, threshold, chosen, insiders=insiders)
        best = min(first, second, key=lambda one: one.cost)
    return _pattern(with_rests, block, best, k)


@dataclass(frozen=True)
class _Attempt:
    evidence: Evidence
    is_hidden_row: BoolArray
    unmet: list[tuple[int, int]]
    steps: dict[str, int]
    cost: float


def _attempt(block: Block, threshold: int, start: BoolArray, *, insiders: bool) -> _Attempt:
    is_hidden_row = start.copy()
    evidence = Evidence(block, threshold, insiders=insiders)
    unmet = satisfy(block, evidence, is_hidden_row)
    hidden_first = int((is_hidden_row & ~block.is_fixed).sum())
    shown = show_again(block, evidence, is_hidden_row)
    steps = {
        "must be hidden": int(block.is_fixed[np.unique(block.row[: block.size])].sum()),
        "hidden beside": hidden_first,
        "shown again": shown,
        "hidden in rows": settle(block, evidence, is_hidden_row),
    }
    cost = float(block.cost[is_hidden_row].sum()) + 1e9 * len(unmet)
    return _Attempt(evidence, is_hidden_row, [(n.cell, n.who) for n in unmet], steps, cost)


def _pattern(system: System, block: Block, best: _Attempt, k: int) -> Pattern:
    """The pattern of the first k cells of a system; the others are rests."""
    is_hidden = block.cells_in(best.is_hidden_row)[:k]
    names = [*sorted(set(system.site) - {""}), *(system.names[cell] for cell in block.alone)]
    unprotected = sorted({(c, "" if who == OUTSIDE else names[who]) for c, who in best.unmet})
    still = standing_still(block, best.is_hidden_row)
    return Pattern(
        is_hidden=is_hidden,
        secondary=is_hidden & ~block.is_primary[:k] & ~system.is_hidden[:k],
        unprotected=tuple(unprotected),
        steps=best.steps,
        audit={
            "moves kept": len(best.evidence.moves),
            "moves that are none": broken_moves(block, best.evidence, best.is_hidden_row),
            "hidden cells that follow from shown ones": int(still.sum()),
            "cells unprotected": len(unprotected),
        },
    )


def _refuse_too_large(system: System) -> None:
    k = system.size
    numbered = np.unique(system.row, return_inverse=True)[1]
    in_row = csr_array((np.ones(k), (numbered, np.arange(k))))
    lines = vstack([abs(system.sums), abs(system.limits), in_row])
    # Lines and cells as two kinds of nodes: cells hang together through the lines they are in.
    _, part = connected_components(block_array([[None, lines], [lines.T, None]]), directed=False)
    largest = int(np.bincount(part[lines.shape[0] :]).max(initial=0))
    if largest > MOST_CELLS:
        raise DisclosureRefused(
            "E445",
            f"{largest:,} cells hang together, too many to protect with exact counts",
            fix="publish each period as a block of its own, so that at most three dimensions and "
            f"{MOST_CELLS:,} cells are linked, or publish rounded counts",
        )
