"""Cells of alike size laid side by side, so that one step of a recursion serves many of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.stream.day_block import DayBlock
from models.stream.person_days import IndexArray

MOST_STATES = 50_000  # days times events of one cell
NUMBERS_AT_ONCE = 200_000


@dataclass(frozen=True, eq=False)
class DaySets:
    """Some cells of a block: ``cells`` (sets,) are their places, ``n_events`` (sets,) their events.

    ``rows`` (days, sets) are places of days in the block, ``is_day`` False where a cell is shorter
    than the longest of its company.
    """

    cells: IndexArray
    n_events: IndexArray
    rows: IndexArray
    is_day: np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def without_full_cells(block: DayBlock) -> DayBlock:
    """The block without cells whose every day has an event: they compare a day with no other.

    Raises ValueError where an outcome is neither 0 nor 1.
    """
    if not np.all((block.outcome == 0) | (block.outcome == 1)):
        raise ValueError("an outcome is neither 0 nor 1")
    if not len(block.outcome):
        return block
    lengths = block.cell_lengths
    stays = np.add.reduceat(block.outcome, block.cell_starts) < lengths
    if stays.all():
        return block
    days = np.repeat(stays, lengths)
    n_cells = np.diff(block.person_first_cell, append=len(lengths))
    person = np.repeat(np.arange(len(n_cells)), n_cells)[stays]
    people, first_cell = np.unique(person, return_index=True)
    kept_lengths = lengths[stays]
    return replace(
        block,
        exposures=block.exposures[:, days],
        outcome=block.outcome[days],
        cell_starts=np.cumsum(kept_lengths) - kept_lengths,
        person_first_cell=first_cell,
        person_id=block.person_id[people],
        person_site=block.person_site[people],
    )


def day_sets(block: DayBlock) -> Iterator[DaySets]:
    """The cells of a block in companies of like numbers of events and days.

    Raises ValueError for a cell too large for the recursion.
    """
    if not len(block.outcome):
        return
    lengths = block.cell_lengths
    events = np.rint(np.add.reduceat(block.outcome, block.cell_starts)).astype(np.intp)
    if np.max(lengths * events) > MOST_STATES:
        raise ValueError(
            f"a cell with more than {MOST_STATES} days times events: use strata of 28 days"
        )
    order = np.lexsort((lengths, events))
    first = 0
    while first < len(order):
        last = _company(order, lengths, events, first, len(block.exposures))
        cells = order[first:last]
        days = np.arange(lengths[cells].max())[:, np.newaxis]
        is_day = days < lengths[cells]
        rows = block.cell_starts[cells] + np.minimum(days, lengths[cells] - 1)
        yield DaySets(cells, events[cells], rows, is_day)
        first = last


def _company(
    order: IndexArray, lengths: IndexArray, events: IndexArray, first: int, n_factors: int
) -> int:
    """Where a company that begins at ``first`` ends: what it needs stays in a processor's cache."""
    last, longest = first + 1, int(lengths[order[first]])
    while last < len(order):
        longest = max(longest, int(lengths[order[last]]))
        width = max(longest, 1 + int(events[order[last]]))
        if (last + 1 - first) * width * n_factors > NUMBERS_AT_ONCE:
            break
        last += 1
    return last
