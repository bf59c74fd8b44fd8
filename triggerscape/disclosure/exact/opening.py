"""Opening: the cheapest rows to hide so that a cell can move as it must."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.exact.evidence import OUTSIDE, Evidence, Need
from triggerscape.disclosure.exact.kinship import are_same_people
from triggerscape.disclosure.exact.move import ANYWHERE, NEARBY, Move, find_move

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray
    from triggerscape.disclosure.exact.block import Block

# A cell that is hidden already costs next to nothing, so that short moves are preferred.
_HIDDEN_PRICE = 0.01
# The price of a unit is set anew from the units moved before: rows are hidden whole.
_ROUNDS = 2


def satisfy(block: Block, evidence: Evidence, is_hidden_row: BoolArray) -> list[Need]:
    """Hides rows (in place) until every need is proven; gives back those no hiding can meet.

    What an insider knows of a cell because its people are their own is nothing to be met.
    """
    unmet = []
    # Most of what insiders must not know, the moves found for outsiders keep from them already.
    for still_open in (evidence.open_outside, evidence.open_inside):
        for need in still_open(evidence.targets):
            if evidence.is_open(need) and not meet(block, evidence, need, is_hidden_row):
                evidence.excuse(need)
                if need.who == OUTSIDE or not are_same_people(
                    block, need.cell, block.known_to(need.who)
                ):
                    unmet.append(need)
    return unmet


def settle(block: Block, evidence: Evidence, is_hidden_row: BoolArray) -> int:
    """Hides further rows (in place) until no hidden cell stands still; gives back how many rows.

    A row is hidden whole: a cell of it that no move touches would follow from what is shown.
    """
    before = int(is_hidden_row.sum())
    stuck: set[int] = set()
    while True:
        still = block.cells_in(is_hidden_row) & ~block.is_unseen & (evidence.any == 0)
        cells = [int(cell) for cell in np.flatnonzero(still) if cell not in stuck]
        if not cells:
            return int(is_hidden_row.sum()) - before
        if not meet(block, evidence, Need(cells[0], 1.0), is_hidden_row):
            stuck.add(cells[0])


def meet(
    block: Block,
    evidence: Evidence,
    need: Need,
    is_hidden_row: BoolArray,
    may_hide: BoolArray | None = None,
) -> bool:
    """Hides the rows (in place) it takes to meet a need; whether that could be done.

    Only rows of ``may_hide`` are hidden; where it is given, only moves nearby are tried.
    """
    is_outside = need.who == OUTSIDE
    is_loose = is_outside and need.amount < 0 and bool(evidence.is_loose[need.cell])
    world = evidence.loose if is_loose else block
    move = cheapest_opening(world, need, is_hidden_row, may_hide)
    if move is None and is_outside and need.amount < 0 and not is_loose and may_hide is None:
        evidence.loosen(need.cell)
        return meet(block, evidence, need, is_hidden_row)
    if move is None and need.amount > 0 and not is_outside:
        return meet(block, evidence, need._replace(amount=-need.amount), is_hidden_row, may_hide)
    if move is None:
        return False
    is_hidden_row[block.row[move.cells]] = True
    evidence.add_both_ways(replace(move, is_loose=is_loose))
    return True


def cheapest_opening(
    block: Block, need: Need, is_hidden_row: BoolArray, may_hide: BoolArray | None = None
) -> Move | None:
    """A move that meets a need, over rows that cost little to hide; None where there is none.

    A linear programme pays by the unit moved, a row costs the same whatever moves in it: the second
    round pays for a unit what its row would have cost by the unit in the first.
    """
    may = (block.may_hide if may_hide is None else may_hide)[block.row]
    if need.who != OUTSIDE:
        may = may & ~block.known_to(need.who)
    of_cell = np.where(is_hidden_row, _HIDDEN_PRICE, block.cost + _HIDDEN_PRICE)[block.row]
    price: FloatArray = of_cell / abs(need.amount)
    reach = ANYWHERE if may_hide is None else NEARBY
    best, least_paid = None, np.inf
    for _ in range(_ROUNDS):
        move = find_move(block, need.cell, need.amount, price=price, may_move=may, reach=reach)
        if move is None:
            return best
        rows = np.unique(block.row[move.cells])
        paid = float(block.cost[rows[~is_hidden_row[rows]]].sum())
        if paid < least_paid:
            best, least_paid = move, paid
        if paid == 0:
            break
        price = price.copy()
        price[move.cells] = of_cell[move.cells] / np.maximum(np.abs(move.change), 0.1)
    return best
