"""Sites that differ: the mean over sites covers what was planted, all people at once do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from site_world import FACTORS, MEAN, draw_sites

from models.triggers.sites.across_sites import pool_factors
from models.triggers.sites.site_estimates import site_estimates
from models.triggers.within_person import fit_within_person

TRUTH = np.array(MEAN)


@dataclass(frozen=True)
class Coverage:
    """Shares of 95% intervals that cover the planted mean, and the mean tau that was found."""

    across_sites: float
    all_people: float
    tau: float


def coverage(seeds: range, spread: float) -> Coverage:
    across, everybody, taus = [], [], []
    for seed in seeds:
        source = draw_sites(seed, spread=spread)
        fit = fit_within_person(source, FACTORS)
        pooled = pool_factors(site_estimates(source, fit))
        means = [pooled[factor] for factor in FACTORS]
        across.append([m.ci_low <= t <= m.ci_high for m, t in zip(means, TRUTH, strict=True)])
        everybody.append(
            [e.ci_low <= t <= e.ci_high for e, t in zip(fit.estimates, TRUTH, strict=True)]
        )
        taus.append([mean.tau for mean in means])
    return Coverage(float(np.mean(across)), float(np.mean(everybody)), float(np.mean(taus)))


def test_sites_that_differ_are_covered_by_their_mean_and_not_by_all_people_at_once() -> None:
    found = coverage(range(7000, 7010), spread=0.2)
    assert found.across_sites >= 0.85
    assert found.all_people <= 0.75
    assert 0.1 < found.tau < 0.3


@pytest.mark.long
def test_coverage_over_two_hundred_populations_of_twelve_sites() -> None:
    found = coverage(range(8000, 8200), spread=0.1)
    assert 0.93 <= found.across_sites <= 0.97
    assert found.all_people < 0.90


@pytest.mark.long
def test_coverage_where_sites_do_not_differ() -> None:
    found = coverage(range(9000, 9200), spread=0.0)
    assert 0.93 <= found.across_sites <= 0.98
    assert 0.93 <= found.all_people <= 0.97
