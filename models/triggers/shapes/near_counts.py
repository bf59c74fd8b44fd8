"""Who and what lies near each amount of a grid: people with days there and elsewhere, days, events.

Only people who can tell amounts apart are counted: an event, and an amount that varied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.block_stream import BlockStream
from models.stream.day_block import DayBlock
from models.stream.person_blocks import BatchSource
from models.stream.person_days import FloatArray

CountArray = npt.NDArray[np.int64]
FEWEST_PEOPLE = 20
FEWEST_DAYS = 100


@dataclass(frozen=True, eq=False)
class NearCounts:
    """Per grid amount (grid,): people with days near it and elsewhere, and those days.

    Near is nearer than to any other amount of the grid; beyond its ends, no further than half the
    way to the next. ``all_people`` and ``all_days`` are those of everybody whose amount varied.
    """

    n_people: CountArray
    n_days: CountArray
    n_events: CountArray
    sites: tuple[frozenset[str], ...]
    all_people: int
    all_days: int

    def plus(self, other: NearCounts) -> NearCounts:
        """The counts of two disjoint sets of people."""
        return NearCounts(
            self.n_people + other.n_people,
            self.n_days + other.n_days,
            self.n_events + other.n_events,
            tuple(mine | theirs for mine, theirs in zip(self.sites, other.sites, strict=True)),
            self.all_people + other.all_people,
            self.all_days + other.all_days,
        )

    @property
    def in_support(self) -> npt.NDArray[np.bool_]:
        """True (grid,) with 20 people who have days near and elsewhere, and 100 such days near."""
        return (self.n_people >= FEWEST_PEOPLE) & (self.n_days >= FEWEST_DAYS)


def count_near(
    source: BatchSource, column: str, others: Sequence[str], grid: Sequence[float]
) -> NearCounts:
    """Count in one scan over the days on which ``column`` and ``others`` are all known."""
    stream = BlockStream(source, [column, *others], by_stratum=False)
    zero = np.zeros(len(grid), dtype=np.int64)
    total = NearCounts(zero, zero, zero, (frozenset(),) * len(grid), 0, 0)
    edges = _edges(np.asarray(grid, dtype=np.float64))
    for load in stream.loaders():
        block = load()
        if len(block.outcome):
            total = total.plus(_block_counts(block, edges))
    return total


def _edges(grid: FloatArray) -> FloatArray:
    """The ends (grid + 1,) of what is near each amount."""
    middle = (grid[1:] + grid[:-1]) / 2
    return np.concatenate([[2 * grid[0] - middle[0]], middle, [2 * grid[-1] - middle[-1]]])


def _block_counts(block: DayBlock, edges: FloatArray) -> NearCounts:
    amount = block.exposures[0]
    first_day = block.cell_starts[block.person_first_cell]
    lengths = np.diff(first_day, append=len(amount))
    varies = np.maximum.reduceat(amount, first_day) > np.minimum.reduceat(amount, first_day)
    place = np.searchsorted(edges, amount, side="right") - 1
    n_grid = len(edges) - 1
    inside = (place >= 0) & (place < n_grid)
    person = np.repeat(np.arange(len(first_day)), lengths)
    cell = (person * n_grid + place)[inside]
    shape = (len(first_day), n_grid)
    days = np.bincount(cell, minlength=shape[0] * n_grid).reshape(shape)
    events = np.bincount(cell, weights=block.outcome[inside], minlength=shape[0] * n_grid)
    has_both = (days > 0) & (days < lengths[:, np.newaxis]) & varies[:, np.newaxis]
    there = {site: has_both[group].sum(axis=0) > 0 for site, group, _ in block.site_slices()}
    return NearCounts(
        n_people=has_both.sum(axis=0),
        n_days=(days * has_both).sum(axis=0),
        n_events=np.rint((events.reshape(shape) * has_both).sum(axis=0)).astype(np.int64),
        sites=tuple(
            frozenset(site for site, some in there.items() if some[at]) for at in range(n_grid)
        ),
        all_people=int(varies.sum()),
        all_days=int(lengths[varies].sum()),
    )
