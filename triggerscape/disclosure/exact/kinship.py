"""Which cells hold the very same people: what an insider knows of one, they know of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray
    from triggerscape.disclosure.exact.block import Block


def are_same_people(block: Block, cell: int, known: BoolArray) -> bool:
    """Whether a known cell (k + p) is a part or a whole of this one and holds as many people.

    A region where one site alone has anybody tells that site of nobody else.
    """
    return any(
        bool(np.any(known[related] & (block.counts[related] == block.counts[cell])))
        for related in (_above_or_below(block, cell, side) for side in (1, -1))
    )


def _above_or_below(block: Block, cell: int, side: int) -> list[int]:
    """The cell and its wholes, their wholes and so on (side 1), or its parts (side -1)."""
    found = [cell]
    for one in found:
        column = slice(block.by_cell.indptr[one], block.by_cell.indptr[one + 1])
        mine = side * block.by_cell.data[column] > 0
        for line in block.by_cell.indices[column][mine]:
            entries = slice(block.lines.indptr[line], block.lines.indptr[line + 1])
            members = block.lines.indices[entries][side * block.lines.data[entries] < 0]
            found += [int(other) for other in members if other not in found]
    return found
