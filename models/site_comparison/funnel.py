"""Funnel limits for ratios of observed to expected, wide enough for what nobody adjusted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_SITES = 5
"""With fewer, how far sites differ anyway cannot be told from how far one does."""
WINSORISED = 0.10
Z95, Z998 = float(stats.norm.ppf(0.975)), float(stats.norm.ppf(0.999))
_EDGE = float(stats.norm.ppf(1 - WINSORISED))
_LEFT_BY_CLIPPING = (1 - 2 * WINSORISED - 2 * _EDGE * float(stats.norm.pdf(_EDGE))) + (
    2 * WINSORISED * _EDGE**2
)
WITHIN, BEYOND_95, BEYOND_998 = "within", "beyond 95%", "beyond 99.8%"


@dataclass(frozen=True)
class Funnel:
    """Where ``n`` sites stand in a funnel; arrays of n, on the log scale where said.

    ``log_ratio`` and ``error``: log of observed over expected and its standard error.
    ``phi``: mean squared winsorised z score, 1 where chance alone is at work. ``tau2``: variance
    between sites beyond chance, log scale. ``z``: (log ratio) / sqrt(error^2 + tau2).
    ``limit_95`` and ``limit_998``: half-widths of the funnel at each site, log scale.
    ``band``: within, beyond 95% or beyond 99.8%.
    """

    log_ratio: Floats
    error: Floats
    phi: float
    tau2: float
    z: Floats
    limit_95: Floats
    limit_998: Floats
    band: tuple[str, ...]


def funnel(observed: Floats, expected: Floats, variance: Floats) -> Funnel:
    """The funnel of sites with these sums, all above zero; variance is that of observed.

    Over-dispersion as Spiegelhalter 2005 (Stat Med 24:1185) and Spiegelhalter et al 2012 (JRSS A
    175:1): z scores winsorised at their 10th and 90th percentiles give phi; where phi exceeds
    (n - 1) / n the additive variance is (n phi - (n - 1)) / (sum w - sum w^2 / sum w), with
    w = 1 / error^2. Clipping takes a third from the mean square of normal scores; phi is divided
    by what is left (0.678), or sites that differ as all do would be called too often.

    Raises:
        ValueError: fewer than five sites.
    """
    n = observed.size
    if n < FEWEST_SITES:
        raise ValueError(f"{n} sites, and a funnel needs {FEWEST_SITES}")
    log_ratio, error = np.log(observed / expected), np.sqrt(variance) / expected
    raw = log_ratio / error
    low, high = np.quantile(raw, [WINSORISED, 1 - WINSORISED])
    phi = float(np.mean(np.clip(raw, low, high) ** 2)) / _LEFT_BY_CLIPPING
    weight = 1 / error**2
    spare = n * phi - (n - 1)
    tau2 = max(0.0, spare / float(weight.sum() - (weight**2).sum() / weight.sum()))
    wide = np.sqrt(error**2 + tau2)
    z = log_ratio / wide
    band = np.where(
        np.abs(z) > Z998, BEYOND_998, np.where(np.abs(z) > Z95, BEYOND_95, WITHIN)
    ).tolist()
    return Funnel(log_ratio, error, phi, tau2, z, Z95 * wide, Z998 * wide, tuple(band))
