"""Who and what stands behind each factor: informative people, their days, events and sites."""

from __future__ import annotations

from collections.abc import Mapping
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
    ``events_at_lowest`` at its lowest. Events are counted as they are, whatever weight a day has.
    """

    n_people: CountArray
    n_person_days: CountArray
    n_events: CountArray
    n_exposed_days: CountArray
    n_exposed_events: CountArray
    events_at_highest: CountArray
    events_at_lowest: CountArray

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
        )


CountsBySite = Mapping[str, ExposureCounts]


def empty_counts(n_factors: int) -> ExposureCounts:
    """The counts of nobody."""
    zero = np.zeros(n_factors, dtype=np.int64)
    return ExposureCounts(zero, zero, zero, zero, zero, zero, zero)


def total_counts(sites: CountsBySite, n_factors: int) -> ExposureCounts:
    """All sites together."""
    total = empty_counts(n_factors)
    for counts in sites.values():
        total = total.plus(counts)
    return total


def support_of(sites: CountsBySite, factor: int) -> Support:
    """The published counts of one factor, by its place, over these sites."""
    there = [counts for counts in sites.values() if counts.n_people[factor]]
    return Support(
        n_people=sum(int(counts.n_people[factor]) for counts in there),
        n_person_days=sum(int(counts.n_person_days[factor]) for counts in there),
        n_events=sum(int(counts.n_events[factor]) for counts in there),
        n_sites=len(there),
        n_exposed_days=sum(int(counts.n_exposed_days[factor]) for counts in there),
        n_exposed_events=sum(int(counts.n_exposed_events[factor]) for counts in there),
    )


def count_exposures(block: DayBlock) -> dict[str, ExposureCounts]:
    """The counts of one block, site by site."""
    if not len(block.outcome):
        return {}
    starts, lengths = block.cell_starts, block.cell_lengths
    lowest = np.minimum.reduceat(block.exposures, starts, axis=1)
    highest = np.maximum.reduceat(block.exposures, starts, axis=1)
    varies = highest > lowest
    exposed_days = np.add.reduceat(block.exposures != 0, starts, axis=1, dtype=np.int64)

    rows = np.flatnonzero(block.outcome)
    cell = np.searchsorted(starts, rows, side="right") - 1
    on_event = block.exposures[:, rows]
    counted = varies[:, cell] * block.outcome[rows]
    first_person = [people.start for _, people, _ in block.site_slices()]
    first_cell = block.person_first_cell[first_person]
    first_row = np.searchsorted(rows, starts[first_cell])  # every cell has an event

    people = np.logical_or.reduceat(varies, block.person_first_cell, axis=1)
    columns = (
        _summed(people, first_person),
        _summed(varies * lengths, first_cell),
        _summed(counted, first_row),
        _summed(varies * exposed_days, first_cell),
        _summed(counted * (on_event != 0), first_row),
        _summed(counted * (on_event == highest[:, cell]), first_row),
        _summed(counted * (on_event == lowest[:, cell]), first_row),
    )
    return {
        site: ExposureCounts(*(column[:, place] for column in columns))
        for place, (site, _, _) in enumerate(block.site_slices())
    }


def _summed(values: npt.NDArray[np.generic], firsts: object) -> CountArray:
    """Sums over the groups that begin at these places, (factors, groups)."""
    sums = np.add.reduceat(values, np.asarray(firsts, dtype=np.intp), axis=1, dtype=np.float64)
    return np.asarray(np.rint(sums).astype(np.int64))
