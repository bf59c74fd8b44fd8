"""Clean-up: rows hidden along the way and not needed in the end are shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from triggerscape.disclosure.exact.opening import meet

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray
    from triggerscape.disclosure.exact.block import Block
    from triggerscape.disclosure.exact.evidence import Evidence


def show_again(block: Block, evidence: Evidence, is_hidden_row: BoolArray) -> int:
    """Show (in place) what need not be hidden, dearest row first; gives back how many rows."""
    chosen = np.flatnonzero(is_hidden_row & ~block.is_fixed)
    order = chosen[np.lexsort((chosen, -block.cost[chosen]))]
    return sum(_without(block, evidence, is_hidden_row, int(row)) for row in order)


def _without(block: Block, evidence: Evidence, is_hidden_row: BoolArray, row: int) -> bool:
    """Whether a row can be shown (and is, in place): all it proved is proven among the hidden."""
    gone = evidence.drop_row(row)
    is_hidden_row[row] = False
    if not gone:
        return True
    touched = np.unique(np.concatenate([move.cells for _, move in gone]))
    for need in evidence.open_needs(touched):
        if evidence.is_open(need) and not meet(
            block, evidence, need, is_hidden_row, may_hide=is_hidden_row
        ):
            evidence.take_back(gone)
            is_hidden_row[row] = True
            return False
    return True
