"""A1: cells that follow from the others: what is hidden, and yet has only one possible value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsmr

from triggerscape.disclosure.attack.intervals import intervals
from triggerscape.disclosure.attack.linear.lines import Lines
from triggerscape.disclosure.attack.linear.reach import Enough

if TYPE_CHECKING:
    from triggerscape.disclosure.cells.system import BoolArray, FloatArray, IntArray, System

_SEEDS = (11, 1729)
_NEARLY_NOTHING = 1e-6
_ONE_MORE = Enough(width=1)
# Up to here exact fractions are quick; beyond, least squares says whether a cell is a combination.
_MOST_CELLS_BY_FRACTIONS = 60


def determined(system: System, *, known: IntArray | None = None) -> BoolArray:
    """The hidden cells (k) of which only one whole number is left to a reader.

    Either subtraction alone gives them away (``follows_by_sums``), or the bounds of the others do,
    which linear programming finds: where counts are rounded there are bounds only. ``known`` (k),
    true counts that fit, saves time and changes nothing.

    Raises:
        ContradictingCells: no counts fit.
    """
    given_away = system.is_hidden & follows_by_sums(system)
    left = np.flatnonzero(system.is_hidden & ~given_away)
    interval = intervals(system, left, enough=_ONE_MORE, known=known)
    given_away[left] = interval.is_settled & (interval.high - interval.low < 1)
    return given_away


def follows_by_sums(system: System) -> BoolArray:
    """The cells (k) that sums and printed counts fix, whatever their bounds say.

    A cell is free when some null vector of the sums over the unknown cells moves it. Two random
    null vectors suggest the cells that none moves; each is then proven, by elimination in exact
    fractions or, in large components, by a combination of sums that gives the cell alone.
    """
    sums = csr_array(system.sums)
    fixed = _by_single_unknowns(sums, system.low == system.high)
    unknown = np.flatnonzero(~fixed)
    matrix = csr_array(sums[:, unknown])
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
    suspect = np.ones(unknown.size, np.bool_)
    for seed in _SEEDS:
        suspect &= np.abs(null_vector(matrix, seed)) < _NEARLY_NOTHING
    fixed[unknown] = _proven(matrix, suspect)
    return fixed


def null_vector(matrix: csr_array, seed: int) -> FloatArray:
    """A random vector that the matrix takes to zero: noise less its part in the rows' space."""
    noise = np.random.default_rng(seed).normal(size=matrix.shape[1])
    for _ in range(2):  # once more takes away what the first left for want of precision
        noise = noise - matrix.T @ _combination(matrix, noise)
    return np.asarray(noise, np.float64)


def _combination(matrix: csr_array, target: FloatArray) -> FloatArray:
    """The combination of rows (m) nearest to a target (k)."""
    most = 20 * (sum(matrix.shape) + 10)
    found = lsmr(matrix.T, target, atol=1e-13, btol=1e-13, conlim=0.0, maxiter=most)
    return np.asarray(found[0], np.float64)


def _by_single_unknowns(sums: csr_array, fixed: BoolArray) -> BoolArray:
    """Fixed cells (k) and those that a sum with a single unknown gives, again and again."""
    ones = abs(sums).sign()
    while True:
        is_single = np.asarray(ones @ (~fixed).astype(float)) == 1
        given = np.asarray(ones[np.flatnonzero(is_single)].sum(axis=0)) > 0
        if not np.any(given & ~fixed):
            return fixed
        fixed = fixed | given


def _proven(matrix: csr_array, suspect: BoolArray) -> BoolArray:
    proven = np.zeros(suspect.size, np.bool_)
    if not suspect.any():
        return proven
    components = _components(matrix)
    for number in np.unique(components[suspect]):
        cells = np.flatnonzero(components == number)
        part = csr_array(matrix[:, cells])
        part = part[np.flatnonzero(np.diff(part.indptr))]
        if cells.size <= _MOST_CELLS_BY_FRACTIONS:
            proven[cells] = fixed_by_fractions(part.toarray().astype(np.int64))
        else:
            proven[cells] = _fixed_by_combination(part, suspect[cells])
    return proven & suspect


def _components(matrix: csr_array) -> IntArray:
    free, none = np.ones(matrix.shape[1]), np.zeros(matrix.shape[0])
    return Lines(matrix, none, none, 0 * free, free).components()


def fixed_by_fractions(rows: IntArray) -> BoolArray:
    """Columns (k) of which the rows (m by k) leave one value: elimination in exact fractions.

    Once the rows are reduced, a column is fixed when it leads a row that holds nothing else.
    """
    table = [[Fraction(int(value)) for value in row] for row in rows]
    width = rows.shape[1]
    fixed = np.zeros(width, np.bool_)
    rank = 0
    for column in range(width):
        pivot = next((r for r in range(rank, len(table)) if table[r][column]), None)
        if pivot is None:
            continue
        table[rank], table[pivot] = table[pivot], table[rank]
        lead = table[rank][column]
        table[rank] = [value / lead for value in table[rank]]
        for r, row in enumerate(table):
            if r != rank and row[column]:
                times = row[column]
                table[r] = [a - times * b for a, b in zip(row, table[rank], strict=True)]
        rank += 1
    for row in table[:rank]:
        held = [column for column, value in enumerate(row) if value]
        fixed[held[0]] |= len(held) == 1
    return fixed


def _fixed_by_combination(matrix: csr_array, suspect: BoolArray) -> BoolArray:
    fixed = np.zeros(suspect.size, np.bool_)
    for place in np.flatnonzero(suspect):
        alone = np.zeros(suspect.size)
        alone[place] = 1.0
        off = alone - matrix.T @ _combination(matrix, alone)
        fixed[place] = np.abs(off).max() < _NEARLY_NOTHING
    return fixed
