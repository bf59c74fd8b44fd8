"""Tables that differ from a known one only around a cell: quick to find where much is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from triggerscape.disclosure.attack.linear.lines import Lines

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray

_LARGE = 2000


class Nearby:
    """Small problems around single cells of lines, everything farther away as in a known table."""

    def __init__(self, lines: Lines, known: FloatArray) -> None:
        """``known`` (k) fits the lines."""
        self._lines, self._known = lines, known
        self._rows = csr_array(lines.matrix)
        self._columns = self._rows.T.tocsr()
        # Which lines hold a cell as a part, and which cells a line holds as wholes.
        self._parts = _only(self._columns.maximum(0))
        self._wholes = _only((-self._rows).maximum(0))

    def around(self, place: int, steps: int) -> tuple[Lines, IntArray]:
        """What may move with a cell, and where: cells so many lines away, and all their wholes."""
        cells = np.array([place])
        for _ in range(steps):
            cells = _held(self._rows, _held(self._columns, cells))
        # One more person in a part is one more in each of them.
        above = cells
        while above.size:
            above = np.setdiff1d(_held(self._wholes, _held(self._parts, above)), cells)
            cells = np.union1d(cells, above)
        lines = _held(self._columns, cells)
        rows = self._rows[lines]
        away = self._known.copy()
        away[cells] = 0.0
        told = rows @ away
        part = Lines(
            csr_array(rows[:, cells]),
            self._lines.least[lines] - told,
            self._lines.most[lines] - told,
            self._lines.low[cells],
            self._lines.high[cells],
        )
        return part, cells


def _only(matrix: csr_array) -> csr_array:
    """The matrix without the zeros that were stored."""
    kept = csr_array(matrix)
    kept.eliminate_zeros()
    return kept


def _held(matrix: csr_array, rows: IntArray) -> IntArray:
    """The columns that these rows hold, in order."""
    return np.unique(matrix[rows].indices).astype(np.int64)


def is_worthwhile(component: IntArray) -> BoolArray:
    """Cells (k) in components so large that whole problems take long."""
    sizes = np.bincount(component[component >= 0], minlength=1)
    return np.asarray((component >= 0) & (sizes[component] > _LARGE), np.bool_)
