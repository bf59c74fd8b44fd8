"""Between-person contrasts: people who are exposed more often against people who are exposed less.

Shown beside the within-person estimate, never instead of it: people differ in much else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.results import FactorEstimate, Support, estimated, not_estimable
from models.stream.person_blocks import BatchSource
from models.stream.person_days import FloatArray
from models.stream.person_sums import PersonSums, gather_person_sums
from models.triggers.likelihood.newton import VANISHING

FEWEST_PEOPLE = 3
MOST_STEPS = 50
SETTLED = 1e-12


@dataclass(frozen=True, eq=False)
class _People:
    """The people who can be compared with somebody at their site; arrays are (people,)."""

    events: FloatArray
    days: FloatArray
    exposure: FloatArray
    site: npt.NDArray[np.intp]


def fit_between_person(source: BatchSource, factors: Sequence[str]) -> tuple[FactorEstimate, ...]:
    """Each factor alone: the log rate ratio of a person exposed on every day against on none.

    For a factor in steps, per step of the person's mean. Poisson regression of a person's events on
    their mean exposure, offset ln(days), an intercept per site absorbed in closed form; variance:
    sandwich over people x G / (G - 1). The mean is over the days the factor was recorded, events
    and days are all days with an outcome; people who never recorded the factor are left out.

    ``source`` as for ``fit_within_person``; it is read once. Raises ValueError as it does.
    """
    sums = gather_person_sums(source, factors)
    return tuple(_contrast(name, sums, place) for place, name in enumerate(factors))


def _contrast(name: str, sums: PersonSums, factor: int) -> FactorEstimate:
    people = _comparable(sums, factor)
    support = Support(
        n_people=len(people.days),
        n_person_days=int(people.days.sum()),
        n_events=int(np.rint(people.events.sum())),
        n_sites=len(np.unique(people.site)),
    )
    if support.n_people < FEWEST_PEOPLE:
        return not_estimable(
            name, "no site has people with events whose mean exposure differs", support
        )
    centred = people.exposure - people.exposure.mean()
    scale = float(centred.std())
    if _without_bound(people):
        return not_estimable(
            name, "every event fell to people at the edge of exposure at their site", support
        )
    slope, error = _solve(people, centred / scale)
    if error == 0:
        return not_estimable(name, "its people fit too exactly to measure an error from", support)
    return estimated(name, slope / scale, error / scale, support)


def _comparable(sums: PersonSums, factor: int) -> _People:
    """People who recorded the factor, at sites with an event and two different mean exposures."""
    seen = (sums.recorded[factor] > 0) & (sums.days > 0)
    exposure = sums.exposure[factor][seen] / sums.recorded[factor][seen]
    events, days, site = sums.events[seen], sums.days[seen], sums.site[seen]
    n_sites = len(sums.sites)
    site_events = np.bincount(site, weights=events, minlength=n_sites)
    lowest, highest = _range_by_site(site, exposure, n_sites)
    keep = ((site_events > 0) & (highest > lowest))[site]
    return _People(events[keep], days[keep], exposure[keep], site[keep])


def _without_bound(people: _People) -> bool:
    """True when all events belong to their site's most, or all to its least, exposed people."""
    lowest, highest = _range_by_site(people.site, people.exposure, int(people.site.max()) + 1)
    with_events = people.events > 0
    exposure, site = people.exposure[with_events], people.site[with_events]
    return bool(np.all(exposure == highest[site]) or np.all(exposure == lowest[site]))


def _range_by_site(
    site: npt.NDArray[np.intp], exposure: FloatArray, n_sites: int
) -> tuple[FloatArray, FloatArray]:
    lowest = np.full(n_sites, np.inf)
    highest = np.full(n_sites, -np.inf)
    np.minimum.at(lowest, site, exposure)
    np.maximum.at(highest, site, exposure)
    return lowest, highest


def _solve(people: _People, exposure: FloatArray) -> tuple[float, float]:
    """Slope and its error per unit of the exposure; the error is 0 where it is but rounding.

    Newton's method on the likelihood with site intercepts profiled out:
    sum_i y_i x_i b - sum_s y_s log sum_{i in s} d_i exp(x_i b).
    """
    site_events = np.bincount(people.site, weights=people.events)
    slope = 0.0
    for _ in range(MOST_STEPS):
        weight = people.days * np.exp(exposure * slope - np.max(exposure * slope))
        site_weight = np.bincount(people.site, weights=weight)
        share = weight / np.where(site_weight > 0, site_weight, 1.0)[people.site]
        expected = share * site_events[people.site]
        mean = np.bincount(people.site, weights=share * exposure)[people.site]
        residual = (people.events - expected) * (exposure - mean)
        information = float(expected @ (exposure - mean) ** 2)
        step = float(residual.sum()) / information
        slope += float(np.clip(step, -1.0, 1.0))
        if step**2 * information < SETTLED:
            n_people = len(residual)
            variance = float(residual @ residual) * n_people / (n_people - 1) / information**2
            vanishes = variance < VANISHING / information
            return slope, 0.0 if vanishes else float(np.sqrt(variance))
    raise ArithmeticError(f"a between-person slope has not settled after {MOST_STEPS} steps")
