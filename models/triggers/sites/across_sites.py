"""One factor's mean effect over sites that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.results import FactorEstimate
from models.site_pooling import PooledEffect, pool_sites


def pool_factors(
    by_site: Mapping[str, Sequence[FactorEstimate]],
) -> dict[str, PooledEffect]:
    """By factor, the mean over the sites that have an estimate of it (REML, Hartung and Knapp)."""
    known: dict[str, list[FactorEstimate]] = {}
    for site in sorted(by_site):
        for estimate in by_site[site]:
            known.setdefault(estimate.factor, [])
            if estimate.log_rate_ratio is not None:
                known[estimate.factor].append(estimate)
    return {factor: _pooled(estimates) for factor, estimates in known.items()}


def _pooled(estimates: Sequence[FactorEstimate]) -> PooledEffect:
    pairs = [
        (estimate.log_rate_ratio, estimate.standard_error)
        for estimate in estimates
        if estimate.log_rate_ratio is not None and estimate.standard_error is not None
    ]
    return pool_sites([effect for effect, _ in pairs], [error for _, error in pairs])
