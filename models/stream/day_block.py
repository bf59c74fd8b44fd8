"""A block of person-days that can move a model: who and what each day belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from models.stream.person_days import FloatArray, IndexArray, PersonDays, read_person_days

NewMatrix = Callable[[int, int], FloatArray]
"""Gives an array of so many rows and columns to write to."""


@dataclass(frozen=True, eq=False)
class DayBlock:
    """Days of whole people. A cell is what the model absorbs: a person, or person x stratum.

    Every cell has an event and at least two days; people of one site stand together.
    ``exposures`` is (factors, days), ``outcome`` (days,), and so is ``weight``, above 0, or None
    where all days count the same. ``cell_starts`` holds the first day of each cell,
    ``person_first_cell`` the first cell of each person, ``person_id`` who that is, ``person_site``
    the place of each person's site in ``sites``. ``n_rows`` and ``n_people`` count what was read,
    ``n_complete`` the days with outcome, every factor and, where asked for, a weight above 0.
    """

    exposures: FloatArray
    outcome: FloatArray
    weight: FloatArray | None
    cell_starts: IndexArray
    person_first_cell: IndexArray
    person_id: npt.NDArray[np.int64]
    person_site: IndexArray
    sites: tuple[str, ...]
    n_rows: int
    n_people: int
    n_complete: int

    @property
    def cell_lengths(self) -> IndexArray:
        """Days in each cell."""
        return np.diff(self.cell_starts, append=len(self.outcome))

    @property
    def weighted_outcome(self) -> FloatArray:
        """What each day adds to the events of its cell, (days,)."""
        return self.outcome if self.weight is None else self.outcome * self.weight

    def site_slices(self) -> list[tuple[str, slice, slice]]:
        """Each site with people in the block, the slice of its people and the slice of its days."""
        edges = np.searchsorted(self.person_site, np.arange(len(self.sites) + 1)).tolist()
        first_day = [*self.cell_starts[self.person_first_cell].tolist(), len(self.outcome)]
        return [
            (site, slice(first, last), slice(first_day[first], first_day[last]))
            for site, first, last in zip(self.sites, edges[:-1], edges[1:], strict=True)
            if first < last
        ]


def read_day_block(
    batch: pa.RecordBatch,
    factors: Sequence[str],
    *,
    by_stratum: bool,
    weight: str = "",
    new_matrix: NewMatrix = lambda rows, columns: np.empty((rows, columns)),
) -> DayBlock:
    """Turn a batch of whole people into a DayBlock; ``new_matrix`` gives room for the exposures.

    A day is used only when its outcome and every factor are observed (not NULL, not NaN), and its
    weight, where one is named, is known and above 0. A factor that a person never recorded is set
    to 0 for that person: a constant within the person tells nothing about that factor, and the
    person's days still count for the others. Cells without an event and cells of a single day are
    left out: they cannot move the likelihood.

    Raises ValueError as ``read_person_days`` does.
    """
    days = read_person_days(batch, factors, by_stratum=by_stratum, weight=weight)
    exposures, complete = _fill_never_recorded(days)
    complete &= ~np.isnan(days.outcome)
    if days.weight is not None:
        complete &= days.weight > 0
    used = np.flatnonzero(complete)
    starts = np.flatnonzero(_changes(days.person[used]) | _changes(days.stratum[used]))
    chosen = _informative_cells(days.outcome[used], starts, days.site[used[starts]])
    lengths = np.diff(starts, append=len(used))[chosen]
    new_starts = np.cumsum(lengths) - lengths
    rows = used[np.arange(lengths.sum()) + np.repeat(starts[chosen] - new_starts, lengths)]
    cell_person = days.person[rows[new_starts]]
    first_cell = np.flatnonzero(_changes(cell_person))
    gathered = new_matrix(len(factors), len(rows))
    for values, row in zip(exposures, gathered, strict=True):
        # The rows are in range; checking that again would copy each result once more.
        np.take(values, rows, out=row, mode="clip")
    return DayBlock(
        exposures=gathered,
        outcome=days.outcome[rows],
        weight=None if days.weight is None else days.weight[rows],
        cell_starts=new_starts,
        person_first_cell=first_cell,
        person_id=cell_person[first_cell],
        person_site=days.site[rows[new_starts[first_cell]]],
        sites=days.sites,
        n_rows=batch.num_rows,
        n_people=len(days.person_starts),
        n_complete=len(used),
    )


def _informative_cells(outcome: FloatArray, starts: IndexArray, site: IndexArray) -> IndexArray:
    """Places of the cells with an event and at least two days, in the order of their sites."""
    if not len(starts):
        return np.zeros(0, dtype=np.intp)
    lengths = np.diff(starts, append=len(outcome))
    chosen = np.flatnonzero((np.add.reduceat(outcome, starts) > 0) & (lengths > 1))
    return chosen[np.argsort(site[chosen], kind="stable")]


def _changes(values: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """True at the first row and wherever the value differs from the row before."""
    changes = np.ones(len(values), dtype=np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _fill_never_recorded(days: PersonDays) -> tuple[list[FloatArray], npt.NDArray[np.bool_]]:
    """The factors with 0 where a person never recorded one, and which days are complete then."""
    filled: list[FloatArray] = []
    complete = np.ones(len(days.outcome), dtype=np.bool_)
    lengths = np.diff(days.person_starts, append=len(days.outcome))
    for values, has_gaps in zip(days.exposures, days.has_gaps, strict=True):
        if has_gaps:
            missing = np.isnan(values)
            never = np.repeat(np.logical_and.reduceat(missing, days.person_starts), lengths)
            filled.append(np.where(never, 0.0, values))
            complete &= ~missing | never
        else:
            filled.append(values)
    return filled, complete
