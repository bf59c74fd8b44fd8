"""Shares and ratios of strata against plain second calculations and a known library."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from models.exposure_strata.onset_share import onset_share
from models.exposure_strata.person_groups import PersonGroups
from models.exposure_strata.within_person_ratio import within_person_ratio

SEEDS = range(8)


def draw_groups(seed: int, people: int = 60, days: int = 40, ratio: float = 1.5) -> PersonGroups:
    """People one by one, some without a day of one kind, some without an attack."""
    draw = np.random.default_rng([seed, 41])
    base = draw.gamma(2.0, 0.05, people).clip(0, 0.5)
    own, other = draw.integers(0, days, people), draw.integers(0, days, people)
    attacks = draw.binomial(own, np.minimum(base * ratio, 1))
    told = (own, attacks, other, draw.binomial(other, base), np.ones(people))
    return PersonGroups(*(one.astype(float) for one in told))


def plain_ratio(groups: PersonGroups) -> tuple[float, float, int]:
    """Ratio, standard error of its log and people, written a second time person by person."""
    pairs = []
    for n1, a, n0, b in zip(
        groups.days,
        groups.attacks,
        groups.reference_days,
        groups.reference_attacks,
        strict=True,
    ):
        if n1 and n0 and a + b:
            pairs.append((a * n0 / (n1 + n0), b * n1 / (n1 + n0)))
    n = len(pairs)

    def ratio_without(left_out: int | None) -> float:
        kept = [pair for place, pair in enumerate(pairs) if place != left_out]
        return sum(one for one, _ in kept) / sum(other for _, other in kept)

    logs = [math.log(ratio_without(place)) for place in range(n)]
    mean = sum(logs) / n
    error = math.sqrt((n - 1) / n * sum((one - mean) ** 2 for one in logs))
    return ratio_without(None), error, n


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ratio_equals_a_plain_second_calculation(seed: int):
    groups = draw_groups(seed)
    found, (ratio, error, people) = within_person_ratio(groups), plain_ratio(groups)
    assert (found.ratio, found.log_error) == pytest.approx((ratio, error), rel=1e-12)
    assert found.n_people == people
    half = stats.t(people - 1).ppf(0.975) * error
    ends = (math.exp(math.log(ratio) - half), math.exp(math.log(ratio) + half))
    assert (found.ci_low, found.ci_high) == pytest.approx(ends, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ratio_is_the_pooled_risk_ratio_of_statsmodels(seed: int):
    groups = draw_groups(seed)
    tables = [
        np.array([[a, n1 - a], [b, n0 - b]])
        for n1, a, n0, b in zip(
            groups.days,
            groups.attacks,
            groups.reference_days,
            groups.reference_attacks,
            strict=True,
        )
        if n1 and n0
    ]
    pooled = StratifiedTable(tables).riskratio_pooled
    assert within_person_ratio(groups).ratio == pytest.approx(pooled, rel=1e-12)


def test_where_days_are_independent_the_error_is_that_of_greenland_and_robins():
    """Their variance holds given the person; with many people both say the same."""
    groups = draw_groups(3, people=6000)
    n1, n0 = groups.days, groups.reference_days
    n, m = np.maximum(n1 + n0, 1), groups.attacks + groups.reference_attacks
    above, below = (groups.attacks * n0 / n).sum(), (groups.reference_attacks * n1 / n).sum()
    terms = (n1 * n0 * m - groups.attacks * groups.reference_attacks * n) / n**2
    theirs = math.sqrt(terms.sum() / (above * below))
    assert within_person_ratio(groups).log_error == pytest.approx(theirs, rel=0.05)


def test_attacks_to_be_expected_are_each_persons_spread_over_both_kinds_of_day():
    told = ([10, 5, 3], [2, 0, 1], [30, 5, 0], [2, 0, 0], [2, 2, 2])
    found = within_person_ratio(PersonGroups(*(np.array(one, float) for one in told)))
    # Two people tell something: 4 attacks each, 10 of 40 days in the stratum.
    assert (found.n_people, found.expected, found.expected_reference) == (2, 2.0, 6.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_share_is_a_logistic_regression_clustered_by_person(seed: int):
    groups = draw_groups(seed)
    told = groups.days > 0
    days, attacks = groups.days[told].astype(int), groups.attacks[told].astype(int)
    struck = np.concatenate([np.arange(n) < a for n, a in zip(days, attacks, strict=True)]).astype(
        float
    )
    person = np.repeat(np.arange(len(days)), days)
    model = sm.GLM(struck, np.ones(struck.size), family=sm.families.Binomial())
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": person}, tol=1e-12)
    found = onset_share(groups)
    assert math.log(found.share / (1 - found.share)) == pytest.approx(fit.params[0], abs=1e-9)
    assert found.logit_error == pytest.approx(fit.bse[0], rel=1e-6)
    half = stats.t(len(days) - 1).ppf(0.975) * fit.bse[0]
    ends = 1 / (1 + np.exp(-(fit.params[0] + half * np.array([-1, 1]))))
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(ends), rel=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_people_alike_may_be_told_as_one_group(seed: int):
    one_by_one = draw_groups(seed, days=4)
    names = list(PersonGroups.__dataclass_fields__)
    frame = pl.DataFrame({name: getattr(one_by_one, name) for name in names})
    alike = frame.group_by(names[:-1]).agg(pl.col("people").sum()).sort(names[:-1])
    assert alike.height < frame.height
    grouped = PersonGroups.of_frame(alike)
    for calculate in (within_person_ratio, onset_share):
        one, other = calculate(grouped), calculate(one_by_one)
        assert list(vars(one).values()) == pytest.approx(list(vars(other).values()), rel=1e-9)


def test_nobody_is_compared_with_somebody_else():
    """Of who has days of one kind only, or no attack, nothing is used: however many they are."""
    groups = draw_groups(5)
    rows = [getattr(groups, name) for name in PersonGroups.__dataclass_fields__]
    only_one_kind = ([30.0, 0.0, 20.0], [9.0, 0.0, 0.0], [0.0, 30.0, 20.0], [0.0, 9.0, 0.0])
    added = [*only_one_kind, [500.0, 500.0, 500.0]]
    both = PersonGroups(*(np.append(x, y) for x, y in zip(rows, added, strict=True)))
    assert within_person_ratio(both) == within_person_ratio(groups)


def test_a_share_without_attacks_and_a_ratio_without_people_are_refused():
    ones, none = np.ones(5), np.zeros(5)
    with pytest.raises(ValueError, match="no interval for a share of 0 among 5 people"):
        onset_share(PersonGroups(ones, none, ones, ones, ones))
    with pytest.raises(ValueError, match="fewer than two people with an attack"):
        within_person_ratio(PersonGroups(ones, none, ones, none, ones))
