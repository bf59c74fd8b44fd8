"""A system as lines: each between two bounds, over cells of which each lies between two bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System


@dataclass(frozen=True)
class Lines:
    """``least <= matrix @ x <= most`` (m lines), for whole numbers ``low <= x <= high`` (k)."""

    matrix: csr_array
    least: FloatArray
    most: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def is_open(self) -> BoolArray:
        """Cells (k) with more than one value left."""
        return self.low < self.high

    def components(self) -> IntArray:
        """The number of the component of each open cell (k), -1 for the others.

        Two open cells are of one component when a line holds both, or a chain of lines does: what
        is known of one says nothing of cells in other components.
        """
        is_open = self.is_open
        # m lines and k cells as the two kinds of corners of one graph.
        entries = self.matrix[:, np.flatnonzero(is_open)].tocoo()
        lines, cells = self.matrix.shape[0], int(is_open.sum())
        place = (entries.row, entries.col + lines)
        graph = coo_array((np.ones(entries.nnz), place), shape=(lines + cells, lines + cells))
        _, label = connected_components(graph, directed=False)
        numbers = np.full(is_open.size, -1, np.int64)
        _, numbers[is_open] = np.unique(label[lines:], return_inverse=True)
        return numbers

    def only_open(self) -> tuple[Lines, IntArray]:
        """The open cells alone, and their places: what is fixed goes into the bounds of the lines.

        Lines that no values of the open cells could break are left out.
        """
        places = np.flatnonzero(self.is_open)
        fixed = np.where(self.is_open, 0.0, self.low)
        told = self.matrix @ fixed
        matrix = self.matrix[:, places].tocsr()
        low, high = self.low[places], self.high[places]
        least, most = self.least - told, self.most - told
        smallest, largest = reach_of_lines(matrix, low, high)
        binds = np.flatnonzero((smallest < least) | (largest > most))
        small = Lines(matrix[binds], least[binds], most[binds], low, high)
        return small, places

    def among(self, is_in: BoolArray) -> Lines:
        """These cells (k) alone, with the lines that hold any; no line may hold others as well."""
        places = np.flatnonzero(is_in)
        matrix = self.matrix[:, places].tocsr()
        held = np.flatnonzero(np.diff(matrix.indptr))
        return Lines(
            matrix[held], self.least[held], self.most[held], self.low[places], self.high[places]
        )

    def knowing(self, low: FloatArray, high: FloatArray) -> Lines:
        """The same lines with these bounds of the cells."""
        return replace(self, low=low, high=high)


def lines_of(system: System) -> Lines:
    """The sums and limits of a system as lines, bounds as readers see them."""
    matrix = vstack([system.sums, system.limits], format="csr")
    sums, limits = system.sums.shape[0], system.limits.shape[0]
    least = np.concatenate([np.zeros(sums), np.full(limits, -np.inf)])
    return Lines(csr_array(matrix), least, np.zeros(sums + limits), system.low, system.high)


def reach_of_lines(
    matrix: csr_array, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The smallest and largest value of each line (m) over cells within their bounds."""
    up, down = matrix.maximum(0).tocsr(), (-matrix).maximum(0).tocsr()
    return _sum_of(up, low) - _sum_of(down, high), _sum_of(up, high) - _sum_of(down, low)


def _sum_of(matrix: csr_array, values: FloatArray) -> FloatArray:
    """``matrix @ values`` where values may be infinite and entries are never negative."""
    infinite = ~np.isfinite(values)
    total = np.asarray(matrix @ np.where(infinite, 0.0, values), np.float64)
    total[np.asarray(matrix @ infinite.astype(np.float64)) > 0] = np.inf
    return total
