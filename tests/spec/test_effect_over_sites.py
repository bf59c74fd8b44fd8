"""Whose ratio the headline is: the mean over sites, or all people at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from models.results import FactorEstimate, Support, estimated, not_estimable
from models.site_pooling import pool_sites
from models.triggers.effects import WithinEffect

POOLED = estimated("wine", math.log(1.30), 0.02, Support(600, 60_000, 6_000, 8))


def at_site(ratio: float | None, people: int) -> FactorEstimate:
    support = Support(people, 100 * people, 10 * people, 1)
    if ratio is None:
        return not_estimable("wine", "too few attacks", support)
    return estimated("wine", math.log(ratio), 0.08, support)


def effect(ratios: Sequence[float | None], people: int) -> WithinEffect:
    sites = {f"site {place}": at_site(ratio, people) for place, ratio in enumerate(ratios)}
    known = [one.log_rate_ratio for one in sites.values() if one.log_rate_ratio is not None]
    return WithinEffect(POOLED, sites, {}, pool_sites(known, [0.08] * len(known)))


@pytest.mark.parametrize(
    ("ratios", "people", "sites", "why"),
    [
        ([1.5, 1.2, 1.3, 1.1, 1.4], 120, 5, "five sites, all of the people"),
        ([1.5, 1.2, 1.3, 1.1], 150, 8, "four sites"),
        ([1.5, 1.2, 1.3, 1.1, 1.4, None], 100, 5, "five sites, five sixths of the people"),
        ([1.5, 1.2, 1.3, 1.1, 1.4, None, None, None], 75, 8, "five sites with five eighths"),
    ],
)
def test_headline(ratios: list[float | None], people: int, sites: int, why: str):
    found = effect(ratios, people)
    assert found.published.support.n_sites == sites, why
    assert found.is_over_sites == (sites == 5), why


def test_sites_that_differ_widen_the_interval() -> None:
    alike, apart = effect([1.3] * 4 + [1.31], 120), effect([1.6, 1.0, 1.5, 1.1, 1.4], 120)
    width = [one.published.ci_high - one.published.ci_low for one in (alike, apart)]
    assert width[1] > 5 * width[0]


def test_the_people_behind_it_are_all_that_could_move_it() -> None:
    assert effect([1.5, 1.2, 1.3, 1.1, 1.4], 120).published.support.n_people == 600


def test_without_an_estimate_of_all_people_there_is_none() -> None:
    nobody = not_estimable("wine", "never varies", Support(0, 0, 0, 0))
    assert WithinEffect(nobody).published is nobody
