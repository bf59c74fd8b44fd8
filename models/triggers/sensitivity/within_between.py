"""Within and between people in one Poisson regression (Mundlak, Econometrica 1978;46:69).

    log E(y) = site + b_within' (x - m_person) + b_between' m_person

The within part is what absorbing the person gives, up to noise; the between part compares people
who are exposed more with people who are exposed less, all factors together. A check of the one and
a second look at the other, never an effect of the other.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from models.results import FactorEstimate, Support, estimated, not_estimable
from models.stream.person_blocks import BatchSource, person_blocks
from models.stream.person_days import FloatArray, read_person_days
from models.triggers.likelihood.likelihood_sums import LikelihoodSums, empty_sums
from models.triggers.likelihood.newton import climb, sandwich
from models.triggers.sensitivity.person_means import (
    SiteLevels,
    SplitDays,
    at_sites,
    site_levels,
    split_days,
)

GOAL = 1e-6
MOST_LOOKS = 30
FEWEST_PEOPLE = 3
TIED = "cannot be told apart from the other columns"
TIED_SHARE = 1e-9  # share of a column's information left after the others, below: none


@dataclass(frozen=True)
class WithinBetween:
    """Per factor both parts of the model, in the order given."""

    within: tuple[FactorEstimate, ...]
    between: tuple[FactorEstimate, ...]


def fit_within_between(
    source: BatchSource, factors: Sequence[str], *, only_within: Container[str] = ()
) -> WithinBetween:
    """Log rate ratios per step within people, and per step of a person's mean between people.

    Factors named ``only_within`` have no between part: one without a bound there would leave the
    model without one.

    Days as in ``fit_within_person``; people without an attack count between. A person who never
    recorded a factor stands at the mean of their site; a site without an attack tells nothing.
    Sandwich over people x G / (G - 1). Memory depends on neither days nor people. Where 30 scans
    do not settle the model, nothing is estimated.
    """
    levels = site_levels(source, factors)
    sites = list(levels)
    n_factors = len(factors)
    size = len(sites) + 2 * n_factors
    support: list[Support] = []

    def look(point: FloatArray) -> LikelihoodSums:
        total = empty_sums(size)
        counted = np.zeros((n_factors, 3))
        seen: list[set[str]] = [set() for _ in factors]
        for batch in person_blocks(source()):
            days = at_sites(split_days(read_person_days(batch, factors)), levels)
            if len(days.starts):
                total = total.plus(_sums(days, levels, point))
                counted += _counts(days, seen)
        support[:] = [
            Support(int(n), int(d), int(y), len(there))
            for (n, d, y), there in zip(counted, seen, strict=True)
        ]
        return total

    rates = np.log([level.rate for level in levels.values()])
    start = np.concatenate([rates, np.zeros(2 * n_factors)])
    sums = look(start)
    first = len(sites) + n_factors
    left_out = {first + k for k, name in enumerate(factors) if name in only_within}
    kept = tuple(place for place in _independent(sums.information) if place not in left_out)
    ascent = climb(look, start, sums, kept, goal=GOAL, most_looks=MOST_LOOKS)
    is_settled = ascent.decrement < GOAL
    error = np.full(size, np.nan)
    if is_settled:
        error[list(kept)] = np.sqrt(np.diag(sandwich(ascent.sums, kept).covariance))
    reason = TIED if is_settled else f"the model has not settled after {MOST_LOOKS} scans"
    found = ascent.point + ascent.step
    parts = [
        tuple(
            _estimate(name, found[at], error[at], support[k], reason)
            for k, (name, at) in enumerate(
                zip(factors, range(begin, begin + n_factors), strict=True)
            )
        )
        for begin in (len(sites), first)
    ]
    return WithinBetween(within=parts[0], between=parts[1])


def _estimate(
    name: str, effect: float, error: float, support: Support, reason: str
) -> FactorEstimate:
    if not error > 0 or support.n_people < FEWEST_PEOPLE:
        return not_estimable(name, reason, support)
    return estimated(name, float(effect), float(error), support)


def _counts(days: SplitDays, seen: list[set[str]]) -> FloatArray:
    """Per factor the people who recorded it, their days and their attacks, (factors, 3)."""
    recorded = ~np.isnan(days.mean)
    for place, there in enumerate(recorded):
        seen[place].update(days.sites[site] for site in np.unique(days.site[there]))
    attacks = np.add.reduceat(days.outcome, days.starts)
    return np.stack([recorded.sum(axis=1), recorded @ days.lengths, recorded @ attacks], axis=1)


def _sums(days: SplitDays, levels: Mapping[str, SiteLevels], point: FloatArray) -> LikelihoodSums:
    """Log-likelihood, gradient, information and meat of a block; columns: sites, within, between.

    Sites and means are the same on all days of a person, so only the deviations are kept by day.
    """
    n_factors = len(days.mean)
    sites = list(levels)
    at_site = np.stack([levels[site].means for site in days.sites], axis=1)[:, days.site]
    own = np.where(np.isnan(days.mean), at_site, days.mean)
    places = np.array([sites.index(site) for site in days.sites])[days.site]
    is_at = (places == np.arange(len(sites))[:, np.newaxis]).astype(float)
    by_person = np.vstack([is_at, own])
    outer = [*range(len(sites)), *range(len(sites) + n_factors, len(point))]
    inner = list(range(len(sites), len(sites) + n_factors))
    predictor = np.repeat(point[outer] @ by_person, days.lengths) + point[inner] @ days.deviation
    expected = np.exp(predictor)
    residual = days.outcome - expected
    scores = np.empty((len(point), len(days.starts)))
    scores[outer] = by_person * np.add.reduceat(residual, days.starts)
    scores[inner] = np.add.reduceat(days.deviation * residual, days.starts, axis=1)
    information = np.empty((len(point), len(point)))
    pulled = days.deviation * expected
    across = np.add.reduceat(pulled, days.starts, axis=1) @ by_person.T
    information[np.ix_(inner, inner)] = pulled @ days.deviation.T
    information[np.ix_(inner, outer)] = across
    information[np.ix_(outer, inner)] = across.T
    weight = np.add.reduceat(expected, days.starts)
    information[np.ix_(outer, outer)] = (by_person * weight) @ by_person.T
    return LikelihoodSums(
        log_likelihood=float(days.outcome @ predictor - expected.sum()),
        gradient=scores.sum(axis=1),
        information=information,
        meat=scores @ scores.T,
        n_people=len(days.starts),
    )


def _independent(information: FloatArray) -> tuple[int, ...]:
    """The columns that are no combination of those before them."""
    kept: list[int] = []
    for place in range(len(information)):
        own = information[place, place]
        if own <= 0:
            continue
        scale = np.sqrt(information[kept, kept])
        among = information[np.ix_(kept, kept)] / np.outer(scale, scale)
        across = information[kept, place] / (scale * np.sqrt(own))
        share = across @ linalg.solve(among, across, assume_a="pos") if kept else 0.0
        if 1 - share > TIED_SHARE:
            kept.append(place)
    return tuple(kept)
