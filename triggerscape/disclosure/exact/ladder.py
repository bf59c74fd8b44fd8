"""The fallback ladder: what to give up, level by level, where no choice of cells protects."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array, vstack

from triggerscape.disclosure.exact.suppress import Pattern, hide_complements

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System


class Rung(StrEnum):
    """How much of a block is given up."""

    NOTHING = "every level is published"
    SIBLINGS = "wholes of an unprotected cell are merged with those beside them"
    LEVEL = "levels of the wholes of an unprotected cell are left out"
    TOTALS = "only totals are published"


class Fallback(NamedTuple):
    """The pattern of the lowest rung that protects, and the cells (k) given up on the way."""

    pattern: Pattern
    rung: Rung
    given_up: BoolArray


def hide_by_ladder(
    system: System,
    counts: IntArray,
    is_primary: BoolArray,
    *,
    threshold: int,
    cost: FloatArray | None = None,
    level: IntArray | None = None,
    insiders: bool = True,
) -> Fallback:
    """``hide_complements``, climbing the ladder while a cell is left unprotected.

    ``level`` (k) numbers levels from the top, 0 the totals; where none is given it is the number of
    wholes above a cell. What is given up is hidden whole, whatever its cost. The last rung is given
    back even where it leaves a cell unprotected: its pattern says so, and nothing may be published.

    Raises:
        DisclosureRefused: more cells hang together than can be protected.
    """
    levels = depth(system) if level is None else level
    given_up = np.zeros(system.size, bool)
    for rung in Rung:
        pattern = hide_complements(
            _without(system, given_up),
            counts,
            is_primary,
            threshold=threshold,
            cost=cost,
            insiders=insiders,
        )
        if not pattern.unprotected or rung is Rung.TOTALS:
            break
        at_fault = np.array([cell for cell, _ in pattern.unprotected if cell < system.size], int)
        if rung is Rung.NOTHING:
            chosen = _siblings(system, _wholes(system, at_fault, levels))
        elif rung is Rung.SIBLINGS:
            chosen = np.isin(levels, levels[_wholes(system, at_fault, levels)])
        else:
            chosen = levels > 0
        given_up = given_up | np.isin(system.row, system.row[chosen])
    return Fallback(pattern, rung, given_up)


def depth(system: System) -> IntArray:
    """Number of wholes (k) above each cell, one above the other: 0 for totals."""
    lines = coo_array(vstack([system.sums, system.limits]))
    found = np.zeros(system.size, np.int64)
    wholes, parts = _pairs(lines)
    for _ in range(system.size):
        deeper = found.copy()
        np.maximum.at(deeper, parts, found[wholes] + 1)
        if np.array_equal(deeper, found):
            break
        found = deeper
    return found


def _pairs(lines: coo_array) -> tuple[IntArray, IntArray]:
    """Whole and part, by place, of every line with one whole."""
    line, cell = lines.coords
    is_whole = lines.data < 0
    single = np.bincount(line[is_whole], minlength=lines.shape[0]) == 1
    whole_of = np.zeros(lines.shape[0], np.int64)
    whole_of[line[is_whole]] = cell[is_whole]
    is_part = ~is_whole & single[line]
    return whole_of[line[is_part]], cell[is_part].astype(np.int64)


def _wholes(system: System, cells: IntArray, levels: IntArray) -> IntArray:
    """Wholes (places) these cells are parts of, but for totals."""
    wholes, parts = _pairs(coo_array(vstack([system.sums, system.limits])))
    above = np.unique(wholes[np.isin(parts, cells)])
    return above[levels[above] > 0]


def _siblings(system: System, cells: IntArray) -> BoolArray:
    """Cells (k) that are parts of a whole together with one of these."""
    parts = (vstack([system.sums, system.limits]) > 0).astype(float).tocsr()
    is_one = np.zeros(system.size)
    is_one[cells] = 1.0
    return np.asarray(parts.T @ np.asarray(parts @ is_one > 0).astype(float)) > 0


def _without(system: System, given_up: BoolArray) -> System:
    return replace(
        system,
        low=np.where(given_up, 0.0, system.low),
        high=np.where(given_up, np.inf, system.high),
        is_hidden=system.is_hidden | given_up,
    )
