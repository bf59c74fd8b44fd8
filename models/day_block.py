"""A block of usable person-days: who and what each day belongs to, and which can move a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from models.person_days import FloatArray, IndexArray, read_person_days


@dataclass(frozen=True, eq=False)
class DayBlock:
    """Usable days of whole people. A cell is what the model absorbs: a person, or person x stratum.

    ``exposures`` is (factors, days), ``outcome`` (days,). ``cell_starts`` holds the first day of
    each cell, ``person_first_cell`` the first cell of each person, ``person_site`` the place of
    each person's site in ``sites``. ``n_rows`` and ``n_people`` count what was read,
    ``n_complete`` the days with outcome and every factor observed.
    """

    exposures: FloatArray
    outcome: FloatArray
    cell_starts: IndexArray
    person_first_cell: IndexArray
    person_site: IndexArray
    sites: tuple[str, ...]
    n_rows: int
    n_people: int
    n_complete: int

    @property
    def cell_lengths(self) -> IndexArray:
        """Days in each cell."""
        return np.diff(self.cell_starts, append=len(self.outcome))


def read_day_block(table: pa.Table, factors: Sequence[str], *, by_stratum: bool) -> DayBlock:
    """Turn a table of whole people into a DayBlock of its usable days.

    A day is used only when its outcome and every factor are observed (not NULL, not NaN). A factor
    that a person never recorded is set to 0 for that person: a constant within the person tells
    nothing about that factor, and the person's days still count for the others.

    Raises ValueError as ``read_person_days`` does.
    """
    days = read_person_days(table, factors, by_stratum=by_stratum)
    usable = _fill_never_recorded(days.exposures, days.person_starts) & ~np.isnan(days.outcome)
    complete = usable.all()
    person = days.person if complete else days.person[usable]
    stratum = days.stratum if complete else days.stratum[usable]
    new_person = _changes(person)
    cell_starts = np.flatnonzero(new_person | _changes(stratum))
    person_starts = np.flatnonzero(new_person)
    return DayBlock(
        exposures=days.exposures if complete else days.exposures[:, usable],
        outcome=days.outcome if complete else days.outcome[usable],
        cell_starts=cell_starts,
        person_first_cell=np.searchsorted(cell_starts, person_starts),
        person_site=(days.site if complete else days.site[usable])[person_starts],
        sites=days.sites,
        n_rows=table.num_rows,
        n_people=len(days.person_starts),
        n_complete=len(person),
    )


def only_cells_with_events(block: DayBlock) -> DayBlock:
    """The block without cells of no event or of a single day: they cannot move the likelihood."""
    if not len(block.outcome):
        return block
    events = np.add.reduceat(block.outcome, block.cell_starts)
    speaks = (events > 0) & (block.cell_lengths > 1)
    if speaks.all():
        return block
    rows = np.repeat(speaks, block.cell_lengths)
    cells = np.flatnonzero(speaks)
    person_of_cell = np.searchsorted(block.person_first_cell, cells, side="right") - 1
    kept_lengths = block.cell_lengths[speaks]
    people, first_cells = np.unique(person_of_cell, return_index=True)
    return replace(
        block,
        exposures=block.exposures[:, rows],
        outcome=block.outcome[rows],
        cell_starts=np.cumsum(kept_lengths) - kept_lengths,
        person_first_cell=first_cells,
        person_site=block.person_site[people],
    )


def _changes(values: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """True at the first row and wherever the value differs from the row before."""
    changes = np.ones(len(values), dtype=np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _fill_never_recorded(exposures: FloatArray, person_starts: IndexArray) -> npt.NDArray[np.bool_]:
    """Set never-recorded factors to 0 in place, person by person; which rows are complete then."""
    missing = np.isnan(exposures)
    if not missing.any():
        return np.ones(exposures.shape[1], dtype=np.bool_)
    lengths = np.diff(person_starts, append=exposures.shape[1])
    never = np.logical_and.reduceat(missing, person_starts, axis=1)
    never_rows = np.repeat(never, lengths, axis=1)
    exposures[never_rows] = 0.0
    return np.asarray(~(missing & ~never_rows).any(axis=0))
