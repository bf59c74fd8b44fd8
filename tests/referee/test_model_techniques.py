"""Partial pooling of techniques against brute force, and each technique against the plain pair."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import integrate, optimize, stats
from test_model_arms import four_arms

from models.site_pooling import reml_variance
from models.therapies.arms.arm_trial import read_arms
from models.therapies.bracket.doubly_robust import augmented_difference
from models.therapies.bracket.folds import person_folds
from models.therapies.bracket.nuisances import cross_fit
from models.therapies.techniques.partial_pooling import pool_techniques
from models.therapies.techniques.spread_of_techniques import LARGEST_SPREAD, at_spread, spread_of
from models.therapies.techniques.technique_effects import technique_effects
from models.therapies.techniques.technique_rows import technique_rows

VALUES = np.array([-1.4, -0.2, -0.9, 0.3, -2.0])
VARIANCES = np.array([0.10, 0.20, 0.05, 0.30, 0.15])
SHARED = 0.08


def test_the_spread_is_that_of_random_effects_meta_analysis():
    """REML checked against another implementation, itself checked against a published one."""
    found = spread_of(VALUES, np.diag(VARIANCES))
    assert found.tau == pytest.approx(np.sqrt(reml_variance(VALUES, VARIANCES)), abs=1e-6)
    alike = spread_of(np.full(4, -1.0) + np.array([0.01, 0, -0.01, 0]), np.diag(VARIANCES[:4]))
    assert (alike.tau, alike.low) == (pytest.approx(0, abs=1e-6), 0.0)


def test_an_error_that_all_techniques_share_moves_no_spread_and_no_distance():
    apart, together = (
        pool_techniques(VALUES, np.diag(VARIANCES) + shared) for shared in (0.0, SHARED)
    )
    assert together.spread.tau == pytest.approx(apart.spread.tau, abs=1e-6)
    for one, other in zip(apart.apart, together.apart, strict=True):
        assert other.value == pytest.approx(one.value, abs=1e-9)
        assert other.ci_low == pytest.approx(one.ci_low, abs=1e-7)
    assert together.kept == pytest.approx(apart.kept)
    assert together.mean.ci_high - together.mean.ci_low > apart.mean.ci_high - apart.mean.ci_low


def test_the_interval_of_the_spread_is_where_q_is_neither_large_nor_small():
    def q(tau: float) -> float:
        weight = 1 / (VARIANCES + tau**2)
        mean = weight @ VALUES / weight.sum()
        return float(weight @ (VALUES - mean) ** 2)

    found = spread_of(VALUES, np.diag(VARIANCES))
    for end, p in ((found.low, 0.975), (found.high, 0.025)):
        plain = optimize.brentq(lambda tau, p=p: q(tau) - stats.chi2.ppf(p, 4), 0, 4)
        assert end == pytest.approx(plain, abs=1e-8)


def test_drawn_effects_equal_integration_over_tau_by_another_rule():
    """Means and intervals from adaptive quadrature of the joint normal, written out in full."""
    errors = np.diag(VARIANCES) + SHARED
    n = len(VALUES)

    def posterior(tau: float) -> tuple[float, np.ndarray, np.ndarray]:
        # (mean, effects) are jointly normal given the values; a flat mean is a variance of 1e6.
        prior = np.full((n, n), 1e6) + tau**2 * np.eye(n)
        marginal = prior + errors
        gain = prior @ np.linalg.inv(marginal)
        centre = gain @ VALUES
        spread = prior - gain @ prior
        likely = stats.multivariate_normal(np.zeros(n), marginal).pdf(VALUES)
        return likely, centre, np.sqrt(np.diag(spread))

    def over_tau(part) -> float:
        return integrate.quad(part, 0, LARGEST_SPREAD, epsrel=1e-9, limit=200)[0]

    total = over_tau(lambda tau: posterior(tau)[0])
    found = pool_techniques(VALUES, errors)
    for place in (0, 3):
        mean = over_tau(lambda t, i=place: posterior(t)[0] * posterior(t)[1][i]) / total
        assert found.effects[place].value == pytest.approx(mean, abs=1e-4)
        for end, p in ((found.effects[place].ci_low, 0.025), (found.effects[place].ci_high, 0.975)):

            def below(t: float, i: int = place, x: float = end) -> float:
                likely, centre, spread = posterior(t)
                return likely * stats.norm.cdf((x - centre[i]) / spread[i])

            assert over_tau(below) / total == pytest.approx(p, abs=1e-4)


def test_given_tau_an_effect_is_the_usual_weighted_mean_of_its_own_and_the_group():
    tau = 0.7
    at = at_spread(VALUES, np.diag(VARIANCES), tau)
    weight = 1 / (VARIANCES + tau**2)
    mean = weight @ VALUES / weight.sum()
    assert at.mean == pytest.approx(mean)
    own = tau**2 / (tau**2 + VARIANCES)
    np.testing.assert_allclose(
        at.mean + tau**2 * at.pull @ VALUES, own * VALUES + (1 - own) * mean, atol=1e-12
    )
    assert at.mean_variance == pytest.approx(1 / weight.sum())


def test_two_techniques_tell_nothing_of_a_spread():
    with pytest.raises(ValueError, match="fewer than 3 techniques"):
        pool_techniques(VALUES[:2], np.diag(VARIANCES[:2]))


def test_one_technique_equals_the_adjusted_side_of_the_bracket():
    """One technique makes the multinomial a logistic; nobody here lies outside either trimming."""
    trial = read_arms(four_arms().filter(pl.col("arm") <= 1), ("age_years",))
    found = technique_effects(trial)
    folds = person_folds(trial.person_id, trial.arm, 5)
    nuisances = cross_fit(trial.features, trial.arm, trial.outcome, folds)
    pair = augmented_difference(trial.outcome, trial.arm, nuisances, trial.person_id)
    assert found.people[0] + found.comparators[0] == len(trial.arm)
    assert found.people[0] == pair.n_started_a
    assert found.values[0] == pytest.approx(pair.difference, abs=1e-9)
    assert np.sqrt(found.errors[0, 0]) == pytest.approx(pair.standard_error, abs=1e-9)


def test_techniques_share_the_people_they_are_compared_with():
    found = technique_effects(read_arms(four_arms(), ("age_years",)))
    assert found.arms == (1, 2, 3)
    off = found.errors[np.triu_indices(3, 1)]
    assert (off > 0).all()
    assert (off < np.diag(found.errors).min()).all()


def test_rows_of_techniques_with_few_people_say_so_and_are_left_out_of_the_mean():
    frame = four_arms().with_columns(
        leaf=pl.col("arm").replace_strict({0: None, 1: "a", 2: "b", 3: "c"}),
        outcome_days=pl.lit(56),
    )
    few = pl.concat([frame.filter(pl.col("arm") != 3), frame.filter(pl.col("arm") == 3).head(20)])
    rows = technique_rows(
        few.with_columns(arm=(pl.col("arm") > 0).cast(pl.Int64)), "omt", "dry_needling", ()
    )
    told = {row["therapy_id"]: row for row in rows.iter_rows(named=True)}
    assert told["c"]["reason"] == "fewer than 25 starters"
    assert told["c"]["n_people"] == 20
    assert told["a"]["status"] == "estimated"
    assert told["a"]["drawn"] is None
    assert told["omt"]["reason"] == "fewer than 3 techniques could be estimated"
    assert {leaf: row["reading"] for leaf, row in told.items()} == {
        **dict.fromkeys("abc", "not_compared"),
        "omt": None,
    }


def test_a_technique_of_half_the_people_is_read_beside_others_or_not_at_all():
    frame = (
        four_arms()
        .filter(pl.col("arm").is_in([0, 1, 2]))
        .with_columns(
            leaf=pl.col("arm").replace_strict({0: None, 1: "a", 2: "b"}), outcome_days=pl.lit(56)
        )
    )
    few = pl.concat([frame.filter(pl.col("arm") != 2), frame.filter(pl.col("arm") == 2).head(40)])
    arm = (pl.col("arm") > 0).cast(pl.Int64)
    rows = technique_rows(few.with_columns(arm=arm), "omt", "dry_needling", ())
    told = {row["therapy_id"]: row for row in rows.iter_rows(named=True)}
    assert told["a"]["status"] == "estimated"
    assert told["b"]["status"] == "not_estimable"
    assert told["b"]["reason"].startswith("fewer than 50 starters")
