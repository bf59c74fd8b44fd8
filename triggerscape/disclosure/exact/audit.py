"""The last look at a pattern: moves are checked anew, and nothing hidden may stand still."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.linalg import lsmr

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray
    from triggerscape.disclosure.exact.block import Block
    from triggerscape.disclosure.exact.evidence import Evidence

_EXACT = 1e-5
_STILL = 1e-7


def broken_moves(block: Block, evidence: Evidence, is_hidden_row: BoolArray) -> int:
    """How many moves are none: they change a shown cell, break a line or leave the bounds."""
    hidden = block.cells_in(is_hidden_row)
    broken = 0
    for move in evidence.moves.values():
        least = (evidence.loose if move.is_loose else block).least[move.cells]
        after = block.counts[move.cells] + move.change
        off = block.by_cell[:, move.cells] @ move.change
        fits = (after >= least - _EXACT) & (after <= block.most[move.cells] + _EXACT)
        is_move = hidden[move.cells].all() and fits.all() and np.abs(off).max(initial=0) <= _EXACT
        broken += not is_move
    return broken


def standing_still(block: Block, is_hidden_row: BoolArray) -> BoolArray:
    """Hidden cells (k) that follow from the shown ones by adding and subtracting alone.

    Two random ways to change the hidden cells together so that every line is kept (the least
    squares remainder of random numbers, by LSMR): what changes in neither is determined. Complete
    for equations; bounds are the business of the moves.
    """
    hidden = np.flatnonzero(block.cells_in(is_hidden_row))
    still = np.zeros(block.counts.size, bool)
    if hidden.size == 0:
        return still[: block.size]
    lines = block.by_cell[:, hidden]
    still[hidden] = True
    for number in range(2):
        start = np.random.default_rng([seed_of(block), number]).normal(size=hidden.size)
        along_lines = lsmr(lines.T, start, atol=1e-14, btol=1e-14, maxiter=20 * hidden.size)[0]
        still[hidden] &= np.abs(start - lines.T @ along_lines) < _STILL
    return (still & (block.is_primary | ~block.is_unseen))[: block.size]


def seed_of(block: Block) -> int:
    """A seed from all a block is made of: the same block, the same draws."""
    digest = hashlib.sha256()
    for part in (
        block.lines.indptr, block.lines.indices, block.lines.data, block.counts, block.row,
        block.site, block.cost, block.is_primary,
    ):  # fmt: skip
        digest.update(np.ascontiguousarray(part, dtype=float).tobytes())
    return int.from_bytes(digest.digest()[:8], "big")
