"""A move: another table that fits everything shown, told as what it changes in the true one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import hstack

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray
    from triggerscape.disclosure.exact.block import Block

_EXACT = 1e-6
# How far from the cell a move is looked for, in steps from cell to line to cell; then anywhere.
NEARBY = (2, 6)
ANYWHERE = (2, 4, 1_000_000)


@dataclass(frozen=True)
class Move:
    """Cells and how much each changes; adding it to the true counts keeps every line.

    A loose one may put zeros into hidden cells: only readers who do not know that zeros are shown
    think it possible.
    """

    cells: IntArray
    change: FloatArray
    is_loose: bool = False

    def scaled(self, by: float) -> Move:
        """The same move, larger or smaller or turned round."""
        return Move(self.cells, self.change * by, self.is_loose)


def find_move(
    block: Block,
    cell: int,
    amount: float,
    *,
    price: FloatArray,
    may_move: BoolArray,
    reach: tuple[int, ...] = ANYWHERE,
) -> Move | None:
    """The cheapest move that changes ``cell`` by ``amount``, or None where there is none.

    ``price`` (cells) is paid per unit of change, ``may_move`` (cells) tells which may change. The
    cells around are tried first: a move found there is a move, if not always the cheapest.
    """
    changed = block.counts[cell] + amount
    if not block.least[cell] - _EXACT <= changed <= block.most[cell] + _EXACT:
        return None
    around = np.array([cell])
    for steps in reach:
        wider = cells_around(block, cell, may_move, steps)
        if wider.size == around.size:
            break
        around = wider
        move = _cheapest(block, cell, amount, price, around)
        if move is not None:
            return move
    return None


def cells_around(block: Block, cell: int, may_move: BoolArray, steps: int) -> IntArray:
    """Cells that may move and can be reached from a cell in so many steps, in rising order."""
    seen = np.zeros(block.counts.size, bool)
    seen[cell] = True
    fresh = np.array([cell])
    for _ in range(steps):
        touched = np.unique(_members(block.by_cell.indptr, block.by_cell.indices, fresh))
        nearby = np.unique(_members(block.lines.indptr, block.lines.indices, touched))
        fresh = nearby[may_move[nearby] & ~seen[nearby]]
        if not fresh.size:
            break
        seen[fresh] = True
    return np.flatnonzero(seen)


def _members(starts: IntArray, members: IntArray, which: IntArray) -> IntArray:
    lengths = starts[which + 1] - starts[which]
    first = np.repeat(starts[which] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    found: IntArray = members[first + np.arange(lengths.sum())]
    return found


def _cheapest(
    block: Block, cell: int, amount: float, price: FloatArray, around: IntArray
) -> Move | None:
    others = around[around != cell]
    touched = np.unique(_members(block.by_cell.indptr, block.by_cell.indices, around))
    lines = block.by_cell[:, others][touched]
    target = block.by_cell[:, [cell]][touched].toarray().ravel()
    room = np.stack(
        [
            np.concatenate([np.zeros(2 * others.size)]),
            np.concatenate(
                [
                    block.most[others] - block.counts[others],
                    block.counts[others] - block.least[others],
                ]
            ),
        ],
        axis=1,
    )
    found = linprog(
        np.tile(price[others], 2),
        A_eq=hstack([lines, -lines], format="csc"),
        b_eq=-amount * target,
        bounds=room,
        method="highs-ds",
    )
    if found.x is None or found.status != 0:
        return None
    up, down = np.split(found.x, 2)
    change = up - down
    whole = np.round(change)
    change = np.where(np.abs(change - whole) < _EXACT, whole, change)
    is_moved = change != 0
    cells = np.concatenate([[cell], others[is_moved]])
    return Move(cells, np.concatenate([[amount], change[is_moved]]))
