"""Who and what stands behind each factor: informative people, their days, events and sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.results import Support
from models.stream.day_block import DayBlock

CountArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ExposureCounts:
    """Per factor, counted over cells with events in which the factor varied; arrays are (factors,).

    ``events_at_highest`` are events on days where the factor was at its highest in the cell,
    ``events_at_lowest`` at its lowest. ``sites`` is (factors,) of sets of site codes.
    """

    n_people: CountArray
    n_person_days: CountArray
    n_events: CountArray
    n_exposed_days: CountArray
    n_exposed_events: CountArray
    events_at_highest: CountArray
    events_at_lowest: CountArray
    sites: tuple[frozenset[str], ...]

    def plus(self, other: ExposureCounts) -> ExposureCounts:
        """The counts of two disjoint sets of people."""
        return ExposureCounts(
            self.n_people + other.n_people,
            self.n_person_days + other.n_person_days,
            self.n_events + other.n_events,
            self.n_exposed_days + other.n_exposed_days,
            self.n_exposed_events + other.n_exposed_events,
            self.events_at_highest + other.events_at_highest,
            self.events_at_lowest + other.events_at_lowest,
            tuple(mine | theirs for mine, theirs in zip(self.sites, other.sites, strict=True)),
        )

    def support(self, factor: int) -> Support:
        """The published counts of one factor, by its place."""
        return Support(
            n_people=int(self.n_people[factor]),
            n_person_days=int(self.n_person_days[factor]),
            n_events=int(self.n_events[factor]),
            n_sites=len(self.sites[factor]),
            n_exposed_days=int(self.n_exposed_days[factor]),
            n_exposed_events=int(self.n_exposed_events[factor]),
        )


def empty_counts(n_factors: int) -> ExposureCounts:
    """The counts of nobody."""
    zero = np.zeros(n_factors, dtype=np.int64)
    return ExposureCounts(zero, zero, zero, zero, zero, zero, zero, (frozenset(),) * n_factors)


def count_exposures(block: DayBlock) -> ExposureCounts:
    """The counts of one block."""
    n_factors = len(block.exposures)
    if not len(block.outcome):
        return empty_counts(n_factors)
    starts, lengths = block.cell_starts, block.cell_lengths
    lowest = np.minimum.reduceat(block.exposures, starts, axis=1)
    highest = np.maximum.reduceat(block.exposures, starts, axis=1)
    varies = highest > lowest
    people = np.logical_or.reduceat(varies, block.person_first_cell, axis=1)

    rows = np.flatnonzero(block.outcome)
    cell = np.searchsorted(starts, rows, side="right") - 1
    weight = block.outcome[rows]
    on_event = block.exposures[:, rows]
    counted = varies[:, cell] * weight
    exposed_days = np.add.reduceat(block.exposures != 0, starts, axis=1, dtype=np.int64)
    varied = {
        site: np.asarray(people[:, group].any(axis=1)) for site, group, _ in block.site_slices()
    }
    return ExposureCounts(
        n_people=people.sum(axis=1),
        n_person_days=varies @ lengths,
        n_events=_whole(counted.sum(axis=1)),
        n_exposed_days=(exposed_days * varies).sum(axis=1),
        n_exposed_events=_whole((counted * (on_event != 0)).sum(axis=1)),
        events_at_highest=_whole((counted * (on_event == highest[:, cell])).sum(axis=1)),
        events_at_lowest=_whole((counted * (on_event == lowest[:, cell])).sum(axis=1)),
        sites=tuple(
            frozenset(site for site, there in varied.items() if there[factor])
            for factor in range(n_factors)
        ),
    )


def _whole(values: npt.NDArray[np.float64]) -> CountArray:
    return np.rint(values).astype(np.int64)
