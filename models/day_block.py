"""A block of usable person-days: who and what each day belongs to, and which can move a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

    def site_slices(self) -> Iterator[tuple[str, slice, slice]]:
        """Each site with people in the block, the slice of its people and the slice of its days.

        The people must be grouped by site.
        """
        edges = np.searchsorted(self.person_site, np.arange(len(self.sites) + 1))
        first_day = np.append(self.cell_starts[self.person_first_cell], len(self.outcome))
        for place, site in enumerate(self.sites):
            first, last = int(edges[place]), int(edges[place + 1])
            if first < last:
                yield site, slice(first, last), slice(int(first_day[first]), int(first_day[last]))


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


def informative_cells(block: DayBlock) -> DayBlock:
    """The block's cells that can move the likelihood, its people grouped by site.

    Left out are cells without an event and cells of a single day. People of one site stand together
    so that a site's share of every sum is one slice.
    """
    if not len(block.outcome):
        return block
    events = np.add.reduceat(block.outcome, block.cell_starts)
    speaking = np.flatnonzero((events > 0) & (block.cell_lengths > 1))
    person = np.searchsorted(block.person_first_cell, speaking, side="right") - 1
    by_site = np.argsort(block.person_site[person], kind="stable")
    cells, person = speaking[by_site], person[by_site]
    if np.array_equal(cells, np.arange(len(events))):
        return block
    lengths = block.cell_lengths[cells]
    starts = np.cumsum(lengths) - lengths
    rows = np.arange(lengths.sum()) + np.repeat(block.cell_starts[cells] - starts, lengths)
    first_cells = np.flatnonzero(_changes(person))
    return replace(
        block,
        exposures=np.take(block.exposures, rows, axis=1),
        outcome=block.outcome[rows],
        cell_starts=starts,
        person_first_cell=first_cells,
        person_site=block.person_site[person[first_cells]],
    )


def _changes(values: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
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
