"""Days of a block split into what differs within a person and what differs between people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_blocks import BatchSource, person_blocks
from models.stream.person_days import FloatArray, PersonDays, read_person_days

SiteMeans = dict[str, FloatArray]
"""Per site the mean over people of their own mean of each factor, (factors,)."""


@dataclass(frozen=True, eq=False)
class SplitDays:
    """Complete days of whole people: ``deviation`` (factors, days) from the person's own mean.

    ``mean`` is (factors, people) with NaN for a factor the person never recorded; ``outcome`` is
    (days,), ``starts`` the first day of each person, ``site`` (people,) places in ``sites``.
    """

    deviation: FloatArray
    mean: FloatArray
    outcome: FloatArray
    starts: npt.NDArray[np.intp]
    site: npt.NDArray[np.intp]
    sites: tuple[str, ...]

    @property
    def lengths(self) -> npt.NDArray[np.intp]:
        """Days of each person."""
        return np.diff(self.starts, append=len(self.outcome))


def split_days(days: PersonDays) -> SplitDays:
    """The days with outcome and every factor known, as the within-person fit takes them.

    A factor a person never recorded deviates by 0 on all of the person's days.
    """
    lengths = np.diff(days.person_starts, append=len(days.outcome))
    exposures = np.reshape(days.exposures, (len(days.exposures), len(days.outcome)))
    missing = np.isnan(exposures)
    never = np.logical_and.reduceat(missing, days.person_starts, axis=1)
    complete = ~np.isnan(days.outcome) & (~missing | np.repeat(never, lengths, axis=1)).all(axis=0)
    kept = np.add.reduceat(complete, days.person_starts, dtype=np.intp)
    is_there = kept > 0
    starts = (np.cumsum(kept) - kept)[is_there]
    values = np.where(missing, 0.0, exposures)[:, complete]
    mean = np.add.reduceat(values, starts, axis=1) / kept[is_there] if len(starts) else values
    return SplitDays(
        deviation=values - np.repeat(mean, kept[is_there], axis=1),
        mean=np.where(never[:, is_there], np.nan, mean),
        outcome=days.outcome[complete],
        starts=starts,
        site=days.site[days.person_starts][is_there],
        sites=days.sites,
    )


def site_means(source: BatchSource, factors: Sequence[str]) -> tuple[SiteMeans, dict[str, int]]:
    """One scan: each site's means over the people who recorded a factor, and its people.

    A factor nobody at the site recorded has the mean 0.
    """
    total: dict[str, FloatArray] = {}
    recorders: dict[str, FloatArray] = {}
    people: dict[str, int] = {}
    for batch in person_blocks(source()):
        days = split_days(read_person_days(batch, factors))
        for place, site in enumerate(days.sites):
            mean = days.mean[:, days.site == place]
            total[site] = total.get(site, 0.0) + np.nansum(mean, axis=1)
            recorders[site] = recorders.get(site, 0.0) + (~np.isnan(mean)).sum(axis=1)
            people[site] = people.get(site, 0) + mean.shape[1]
    means = {site: total[site] / np.maximum(recorders[site], 1) for site in sorted(total)}
    return means, {site: n for site, n in people.items() if n}
