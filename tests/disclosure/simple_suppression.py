"""What most dashboards do instead of mode S: baselines to compare it with, none of them safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from triggerscape.disclosure.cells.system import BoolArray, IntArray, System


def primary_only(system: System, counts: IntArray, threshold: int) -> BoolArray:
    """Small cells hidden, and nothing else."""
    return (counts > 0) & (counts < threshold)


def one_pass(system: System, counts: IntArray, threshold: int) -> BoolArray:
    """Small cells, and a second cell where a line has a single hidden one: each line once."""
    is_hidden = primary_only(system, counts, threshold)
    for line in range(system.sums.shape[0]):
        cells = _members(system, line)
        if is_hidden[cells].sum() == 1:
            _hide_smallest(cells, counts, is_hidden)
    return is_hidden


def line_rule(system: System, counts: IntArray, threshold: int) -> BoolArray:
    """Line by line until nothing changes: no hidden cell alone in its line.

    Hidden parts of a shown whole add up to the threshold at least.
    """
    is_hidden = primary_only(system, counts, threshold)
    lines = [_members(system, line) for line in range(system.sums.shape[0])]
    while True:
        before = is_hidden.sum()
        for line, cells in enumerate(lines):
            while _is_weak(system, line, counts, is_hidden, threshold):
                if not _hide_smallest(cells, counts, is_hidden):
                    break
        if is_hidden.sum() == before:
            return is_hidden


BASELINES: dict[str, Callable[[System, IntArray, int], BoolArray]] = {
    "primary only": primary_only,
    "one pass": one_pass,
    "line rule": line_rule,
}


def _members(system: System, line: int) -> IntArray:
    start, end = system.sums.indptr[line : line + 2]
    return system.sums.indices[start:end]


def _is_weak(
    system: System, line: int, counts: IntArray, is_hidden: BoolArray, threshold: int
) -> bool:
    cells = _members(system, line)
    hidden = cells[is_hidden[cells]]
    if hidden.size == 0:
        return False
    start, end = system.sums.indptr[line : line + 2]
    whole = cells[system.sums.data[start:end] < 0]
    return hidden.size < 2 or bool(not is_hidden[whole].any() and counts[hidden].sum() < threshold)


def _hide_smallest(cells: IntArray, counts: IntArray, is_hidden: BoolArray) -> bool:
    """Hide (in place) the smallest shown cell that is not zero; False where there is none."""
    can = cells[~is_hidden[cells] & (counts[cells] > 0)]
    if can.size:
        is_hidden[can[np.lexsort((can, counts[can]))[0]]] = True
    return bool(can.size)
