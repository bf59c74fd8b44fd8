"""Bounds of cells from one line at a time: whoever knows a sum and all parts but one subtracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from triggerscape.disclosure.attack.linear.lines import Lines
from triggerscape.errors import TriggerscapeError

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import FloatArray, IntArray

# Bounds off by less than this are the same: all numbers here are sums of whole numbers.
SLACK = 1e-6
_MOST_ROUNDS = 200


class ContradictingCells(TriggerscapeError):
    """No counts at all go with what is said of the cells: an assumption too many, or a fault."""

    def __init__(self) -> None:
        super().__init__(
            "E441",
            "what is printed of the cells contradicts itself: no true counts could print like this",
            fix="Look whether sums or limits were declared that do not hold of the true counts.",
        )


class _Entries(NamedTuple):
    """One line's part in one cell's bounds; a negative coefficient exchanges low and high."""

    line: IntArray
    cell: IntArray
    coefficient: FloatArray


def propagated(lines: Lines) -> Lines:
    """The lines with the bounds of cells tightened as far as single lines can, to whole numbers.

    What a line allows one cell, when all others of it are at their most favourable bound, repeated
    until nothing moves. Valid for every set of counts that fits; other sets of lines together may
    allow less, which linear programming finds.

    Raises:
        ContradictingCells: no counts fit.
    """
    coo = lines.matrix.tocoo()
    entries = _Entries(coo.row, coo.col, coo.data)
    low, high = np.ceil(lines.low - SLACK), np.floor(lines.high + SLACK)
    for _ in range(_MOST_ROUNDS):
        new_low, new_high = _once(lines, entries, low, high)
        if np.any(new_low > new_high):
            raise ContradictingCells
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return lines.knowing(low, high)


def _once(
    lines: Lines, entries: _Entries, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray]:
    size = lines.matrix.shape[0]
    line, cell, coefficient = entries
    is_up = coefficient > 0
    least_part = coefficient * np.where(is_up, low[cell], high[cell])
    most_part = coefficient * np.where(is_up, high[cell], low[cell])
    least_others = _without_own(least_part, line, size)
    most_others = _without_own(most_part, line, size)
    with np.errstate(invalid="ignore"):
        top = (lines.most[line] - least_others) / coefficient
        bottom = (lines.least[line] - most_others) / coefficient
    upper, lower = np.where(is_up, top, bottom), np.where(is_up, bottom, top)
    new_low, new_high = low.copy(), high.copy()
    np.minimum.at(new_high, cell, np.floor(upper + SLACK))
    np.maximum.at(new_low, cell, np.ceil(lower - SLACK))
    return new_low, new_high


def _without_own(parts: FloatArray, line: IntArray, size: int) -> FloatArray:
    """For each entry the sum of the other entries of its line, infinite where one of them is."""
    infinite = ~np.isfinite(parts)
    finite = np.where(infinite, 0.0, parts)
    others = np.bincount(line, finite, size)[line] - finite
    infinities = np.bincount(line, infinite, size)[line] - infinite
    sign = np.sign(parts[infinite][0]) if infinite.any() else 1.0
    return np.where(infinities > 0, sign * np.inf, others)
