"""Days of a block split into what differs within a person and what differs between people."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.stream.person_blocks import BatchSource, person_blocks
from models.stream.person_days import FloatArray, PersonDays, read_person_days


@dataclass(frozen=True, eq=False)
class SiteLevels:
    """Of one site: ``means`` over people of their own mean of each factor, and ``rate`` per day.

    Means are (factors,), over the people who recorded the factor, 0 where nobody did.
    """

    means: FloatArray
    rate: float


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


def at_sites(days: SplitDays, chosen: Container[str]) -> SplitDays:
    """The people of these sites; ``sites`` are then only theirs."""
    kept = [place for place, site in enumerate(days.sites) if site in chosen]
    if len(kept) == len(days.sites):
        return days
    is_there = np.isin(days.site, kept)
    on_day = np.repeat(is_there, days.lengths)
    lengths = days.lengths[is_there]
    return SplitDays(
        deviation=days.deviation[:, on_day],
        mean=days.mean[:, is_there],
        outcome=days.outcome[on_day],
        starts=np.cumsum(lengths) - lengths,
        site=np.searchsorted(kept, days.site[is_there]),
        sites=tuple(days.sites[place] for place in kept),
    )


def site_levels(source: BatchSource, factors: Sequence[str]) -> dict[str, SiteLevels]:
    """One scan: the levels of each site with an attack, by its code, in the order of codes."""
    found: dict[str, FloatArray] = {}
    for batch in person_blocks(source()):
        days = split_days(read_person_days(batch, factors))
        for place, site in enumerate(days.sites):
            there = days.site == place
            mean = days.mean[:, there]
            attacks = np.repeat(there, days.lengths) @ days.outcome
            sums = [np.nansum(mean, axis=1), (~np.isnan(mean)).sum(axis=1)]
            counts = [attacks, float(days.lengths[there].sum())]
            found[site] = found.get(site, 0.0) + np.concatenate([*sums, counts])
    n = len(factors)
    return {
        site: SiteLevels(
            means=sums[:n] / np.maximum(sums[n : 2 * n], 1), rate=float(sums[-2] / sums[-1])
        )
        for site, sums in sorted(found.items())
        if sums[-2] > 0
    }
