"""The distribution of people over bands of the rate ratio, as the fitted spread has it.

Nobody is put into a band: with few attacks per person the histogram of people's own estimates shows
their chance, not their differences. The bands are the fitted law of the effects, freed of that
chance (deconvolved).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log

import numpy as np
from scipy import stats

from models.stream.person_days import FloatArray
from models.triggers.people.normal_spread import WITHIN_95, NormalSpread, Spread
from models.triggers.people.responders import Responders

CLEARLY_HARMFUL = 1.2


@dataclass(frozen=True)
class Band:
    """Rate ratios from ``low`` to below ``high``."""

    code: str
    low: float
    high: float


BANDS = (
    Band("below_0.67", 0.0, 1 / 1.5),
    Band("0.67_to_0.83", 1 / 1.5, 1 / 1.2),
    Band("0.83_to_1.2", 1 / 1.2, 1.2),
    Band("1.2_to_1.5", 1.2, 1.5),
    Band("1.5_to_2", 1.5, 2.0),
    Band("2_and_above", 2.0, inf),
)
CLEARLY = Band("", CLEARLY_HARMFUL, inf)


@dataclass(frozen=True)
class Share:
    """A share of the people with its 95% interval."""

    value: float
    low: float
    high: float


def shares_under_spread(spread: NormalSpread, pooled: float, bands: Sequence[Band]) -> list[Share]:
    """Share of people in each band under a normal spread around the pooled log rate ratio.

    The interval holds the shares of every mean and spread whose likelihood lies within half the 95%
    point of chi-squared of the best: at each spread of the region, the means that are left.
    """
    best = _in_bands(spread.best.mean + pooled, spread.best.sd, bands)
    reached = [best]
    for one in spread.region:
        fallen = 2 * (spread.best.log_likelihood - one.log_likelihood)
        reach = one.mean_error * np.sqrt(max(WITHIN_95 - fallen, 0.0))
        means = np.linspace(one.mean - reach, one.mean + reach, 5) + pooled
        reached.extend(_in_bands(float(mean), one.sd, bands) for mean in means)
    low, high = np.min(reached, axis=0), np.max(reached, axis=0)
    return [Share(*map(float, one)) for one in zip(best, low, high, strict=True)]


def shares_of_responders(responders: Responders, bands: Sequence[Band]) -> list[Share]:
    """Share of people in each band where responders share one rate ratio and all others have 1."""
    shares = []
    for band in bands:
        within = band.low <= exp(responders.effect) < band.high
        others = band.low <= 1 < band.high
        ends = [
            within * share + others * (1 - share)
            for share in (responders.share, responders.share_low, responders.share_high)
        ]
        shares.append(Share(ends[0], min(ends), max(ends)))
    return shares


def heterogeneity(spread: Spread, typical_variance: float) -> float:
    """I2: the share of the variation between people's own estimates that is not chance."""
    return spread.sd**2 / (spread.sd**2 + typical_variance)


def _in_bands(mean: float, sd: float, bands: Sequence[Band]) -> FloatArray:
    edges = [(log(band.low) if band.low else -inf, log(band.high)) for band in bands]
    if sd == 0:
        return np.array([float(low <= mean < high) for low, high in edges])
    law = stats.norm(mean, sd)
    return np.array([law.cdf(high) - law.cdf(low) for low, high in edges])
