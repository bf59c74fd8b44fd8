"""The comparison of sites against plain second calculations and a known library."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from models.site_comparison.case_mix import case_mix, expected_days, expected_shares
from models.site_comparison.comparison_rows import comparison_rows
from models.site_comparison.funnel import funnel


def plain_funnel(
    observed: list[float], expected: list[float], variance: list[float]
) -> tuple[float, float, list[float]]:
    """phi, tau2 and adjusted z scores, written a second time in plain loops."""
    n = len(observed)
    log_ratio = [math.log(o / e) for o, e in zip(observed, expected, strict=True)]
    error = [math.sqrt(v) / e for v, e in zip(variance, expected, strict=True)]
    z = [y / s for y, s in zip(log_ratio, error, strict=True)]

    def quantile(share: float) -> float:
        ordered, place = sorted(z), share * (n - 1)
        below = math.floor(place)
        above = min(below + 1, n - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    low, high = quantile(0.1), quantile(0.9)
    # What clipping at the 10th and 90th percentiles leaves of a normal's second moment.
    left = 2 * (0.4 - 1.2815515655446004 * 0.17549833193248685) + 0.2 * 1.2815515655446004**2
    phi = sum(min(max(one, low), high) ** 2 for one in z) / n / left
    weight = [1 / s**2 for s in error]
    spare = sum(weight) - sum(w * w for w in weight) / sum(weight)
    tau2 = 0.0 if n * phi < n - 1 else (n * phi - (n - 1)) / spare
    adjusted = [y / math.sqrt(s * s + tau2) for y, s in zip(log_ratio, error, strict=True)]
    return phi, tau2, adjusted


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_the_funnel_equals_a_plain_second_calculation(seed: int, spread: float):
    draw = np.random.default_rng([seed, 8])
    expected = draw.uniform(20, 900, 17)
    observed = draw.poisson(expected * np.exp(draw.normal(0, spread, 17))) + 1.0
    found = funnel(observed, expected, expected)
    phi, tau2, z = plain_funnel(observed.tolist(), expected.tolist(), expected.tolist())
    assert (found.phi, found.tau2) == pytest.approx((phi, tau2), rel=1e-9)
    assert found.z.tolist() == pytest.approx(z, rel=1e-9)
    beyond = [abs(one) > 1.959964 for one in z]
    assert [band != "within" for band in found.band] == beyond


def test_fewer_than_five_sites_have_no_funnel():
    with pytest.raises(ValueError, match="a funnel needs 5"):
        funnel(np.ones(4), np.ones(4), np.ones(4))


def invented_people(n: int, seed: int) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    known = draw.integers(20, 200, n)
    baseline = draw.uniform(0, 28, n)
    return pl.DataFrame(
        {
            "person_id": np.arange(n),
            "site_code": [f"S{place:02d}" for place in draw.integers(0, 6, n)],
            "sex": draw.choice(["female", "male", None], n, p=[0.7, 0.2, 0.1]).tolist(),
            "age_band": draw.choice(["18 to 29", "30 to 44", "45 to 59"], n),
            "diagnosis": ["migraine"] * n,
            "baseline_days": baseline,
            "later_migraine_days": draw.binomial(known, np.clip(baseline / 28, 0.05, 0.9)),
            "later_known_days": known,
            "entry_days": known,
            "spine_days": known + draw.integers(0, 30, n),
            "responded": draw.integers(0, 2, n),
        },
    )


def test_expected_days_are_those_of_a_poisson_regression():
    people = invented_people(800, 3)
    mix = case_mix(people, ("sex", "age_band"), ("baseline_days",))
    days = people["later_migraine_days"].cast(float).to_numpy()
    known = people["later_known_days"].cast(float).to_numpy()
    plain = sm.GLM(
        days, sm.add_constant(mix), family=sm.families.Poisson(), offset=np.log(known)
    ).fit()
    ours = expected_days(days, known, mix)
    assert ours.sum() == pytest.approx(days.sum())
    # The penalty that keeps rare levels in bounds moves nobody by a hundredth.
    assert np.max(np.abs(ours / plain.fittedvalues - 1)) < 0.01


def test_expected_shares_are_those_of_a_logistic_regression():
    people = invented_people(800, 4)
    mix = case_mix(people, ("sex", "age_band"), ("baseline_days",))
    hits = people["responded"].cast(float).to_numpy()
    plain = sm.Logit(hits, sm.add_constant(mix)).fit(disp=0).predict()
    ours = expected_shares(hits, mix)
    assert ours.sum() == pytest.approx(hits.sum())
    assert np.max(np.abs(ours - plain)) < 0.005


def test_the_order_of_people_changes_nothing():
    people = invented_people(400, 5)
    once = comparison_rows(people)
    again = comparison_rows(people.sample(fraction=1.0, shuffle=True, seed=6))
    assert once.equals(again)


def test_few_people_or_few_sites_are_not_compared():
    people = invented_people(600, 7)
    few = pl.concat(
        [people.filter(pl.col("site_code") != "S05"), people.filter(site_code="S05").head(10)]
    )
    rows = comparison_rows(few).filter(site_code="S05")
    assert rows["status"].to_list() == ["not_estimable"] * 3
    assert rows["reason"].unique().to_list() == ["too few people here to be compared"]
    four = comparison_rows(people.filter(pl.col("site_code") < "S04"))
    assert four["reason"].unique().to_list() == ["fewer than 5 sites can be compared"]
    assert four["n_people"].min() > 0
