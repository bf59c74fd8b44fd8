"""The System of a release: what anybody knows of its counts of people who reads its files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from triggerscape.disclosure.cells.system import System
from triggerscape.disclosure.egress.cell_names import (
    CELL,
    COUNT,
    LINE,
    NAME,
    PART,
    ROW,
    SITE,
    WHOLE,
)
from triggerscape.disclosure.egress.placed import OWN_NAME, place_cells
from triggerscape.disclosure.egress.reader.bounds import cell_bounds
from triggerscape.disclosure.egress.reader.relations import parts_of_wholes, sums_of_rows
from triggerscape.disclosure.egress.rests import rests_of_rows
from triggerscape.disclosure.egress.spec import Adds
from triggerscape.errors import DisclosureRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triggerscape.disclosure.cells.system import IntArray
    from triggerscape.disclosure.egress.placed import Placed
    from triggerscape.disclosure.rule import Rule

# Coefficients of some lines over the cells: line, cell, value.
_Lines = tuple["IntArray", "IntArray", "IntArray"]


def release_system(frames: Mapping[str, pl.DataFrame], rule: Rule, *, slack: int = 0) -> System:
    """All counts of people in published frames, by full name of the table, as read back from files.

    A cell is a group of people that rows count: rows whose keys tell of the same people share it.
    The rest of a whole, where a table has columns for the whole and a part, is a cell too: printed
    where both are, as counted, and never with fewer people than the threshold. A printed count is
    known to one rounding step, the fewest ever printed down to the threshold; hidden and not
    available ones may be anything. Where prints stick to those of earlier releases, ``slack`` says
    how far they may be off beyond their rounding. Rows of an earlier as-of date than the rest are
    about the people of that day, and add up only with rows of the same. ``row`` of the system
    numbers the sets of rows that have cells in common.

    Raises:
        DisclosureRefused: a table nobody declared; two rows print different numbers of one group.
    """
    placed = place_cells(frames)
    low, high, is_hidden = cell_bounds(placed, rule, slack)
    rests = rests_of_rows(placed)
    sums, limits = _relations(placed)
    sums = [*sums, rests.lines()]
    cells = placed.cells.group_by(CELL).agg(pl.col(NAME).first(), pl.col(SITE).max()).sort(CELL)
    k = low.size + rests.size
    row = _linked_rows(placed)
    at_whole = rests.whole
    rest_low, rest_high, no_rest = rests.bounds(low, high, is_hidden, rule)
    return System(
        names=(*cells[NAME].to_list(), *rests.names),
        low=np.concatenate([low, rest_low]),
        high=np.concatenate([high, rest_high]),
        sums=_matrix(sums, k),
        limits=_matrix(limits, k),
        row=np.concatenate([row, row[at_whole]]),
        site=(*cells[SITE].to_list(), *cells[SITE].gather(at_whole).to_list()),
        is_hidden=np.concatenate([is_hidden, no_rest]),
    )


def true_counts(system: System, true_frames: Mapping[str, pl.DataFrame]) -> IntArray:
    """The true count (k) of every cell of the system, from the frames before protection.

    A count that was never made, as of a comparison not fitted, is 0. Rows carried over from an
    earlier release have their as_of_date; the others none.

    Raises:
        DisclosureRefused: a cell has no row there, or two numbers.
    """
    placed = place_cells(true_frames, today=date.max)
    rests = rests_of_rows(placed)
    counted = pl.col(COUNT).drop_nulls()
    by_cell = placed.cells.group_by(CELL).agg(counted.max(), counted.n_unique().alias("numbers"))
    by_cell = by_cell.sort(CELL)
    if (by_cell["numbers"] > 1).any():
        raise DisclosureRefused("E435", "rows before protection count the same people otherwise")
    counts = by_cell[COUNT].fill_null(0).to_numpy().astype(np.int64)
    # By every name a cell may go by: which it does hangs on the rows there are.
    names = placed.cells.unique(OWN_NAME, maintain_order=True)
    known = pl.DataFrame(
        {
            NAME: [*names[OWN_NAME].to_list(), *rests.names],
            COUNT: np.concatenate(
                [counts[names[CELL].to_numpy()], counts[rests.whole] - counts[rests.part]]
            ),
        }
    )
    asked = pl.DataFrame({NAME: system.names}, schema={NAME: pl.String})
    found = asked.join(known, on=NAME, how="left", maintain_order="left")[COUNT]
    if found.null_count():
        raise DisclosureRefused(
            "E436", f"{found.null_count()} published cells have no row before protection"
        )
    return found.to_numpy().astype(np.int64)


def _relations(placed: Placed) -> tuple[list[_Lines], list[_Lines]]:
    sums, limits = [], []
    for adds, pairs in parts_of_wholes(placed.tables):
        if adds is Adds.EXACTLY:
            sums.append(_whole_is_sum(pairs))
        else:
            limits.append(_part_at_most_whole(pairs))
        if adds is Adds.OVERLAPPING:
            limits.append(_whole_is_sum(pairs, sign=-1))
    sums += [_whole_is_sum(pairs) for pairs in sums_of_rows(placed.tables)]
    cell = placed.cell_of
    return (
        [(line, cell[group], value) for line, group, value in sums],
        [(line, cell[group], value) for line, group, value in limits],
    )


def _whole_is_sum(pairs: pl.DataFrame, sign: int = 1) -> _Lines:
    """Per line -1 for its whole and 1 for each part, or the other way round."""
    wholes = pairs.unique(LINE, keep="first").sort(LINE)
    return (
        np.concatenate([pairs[LINE].to_numpy(), wholes[LINE].to_numpy()]),
        np.concatenate([pairs[PART].to_numpy(), wholes[WHOLE].to_numpy()]),
        np.concatenate([np.full(pairs.height, sign), np.full(wholes.height, -sign)]),
    )


def _part_at_most_whole(pairs: pl.DataFrame) -> _Lines:
    lines = np.arange(pairs.height)
    return (
        np.concatenate([lines, lines]),
        np.concatenate([pairs[PART].to_numpy(), pairs[WHOLE].to_numpy()]),
        np.concatenate([np.ones(pairs.height, np.int64), -np.ones(pairs.height, np.int64)]),
    )


def _matrix(several: list[_Lines], k: int) -> csr_array:
    line, cell, value = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    before = 0
    for lines, cells, values in several:
        line.append(lines + before)
        cell.append(cells)
        value.append(values)
        before += int(lines.max()) + 1 if lines.size else 0
    places = (np.concatenate(line), np.concatenate(cell))
    found = csr_array(
        coo_array((np.concatenate(value).astype(np.float64), places), shape=(before, k))
    )
    # A part that is its whole leaves nothing to say.
    found.eliminate_zeros()
    return csr_array(found[np.diff(found.indptr) > 0, :])


def _linked_rows(placed: Placed) -> IntArray:
    """Per cell the set of rows it stands in, together with all that share a cell with those."""
    cell = placed.cells[CELL].to_numpy()
    row = placed.cells[ROW].to_numpy()
    if not cell.size:
        return np.zeros(0, np.int64)
    n_cells, n = int(cell.max()) + 1, int(cell.max()) + int(row.max()) + 2
    beside = coo_array((np.ones(cell.size), (cell, row + n_cells)), shape=(n, n))
    _, label = connected_components(csr_array(beside), directed=False)
    # Numbered as they first occur, so that the number hangs on nothing else.
    _, first, place = np.unique(label[:n_cells], return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[place].astype(np.int64)
