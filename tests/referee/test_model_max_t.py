"""Adjusting for a whole family: bounds that must hold, and a bootstrap over people beside it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from small_diary import FACTORS, batches_of, small_diary
from statsmodels.stats.multitest import multipletests

from models.triggers.scores.family_correlation import family_correlation
from models.triggers.scores.max_t import DRAWS, max_t_p_values
from models.triggers.scores.person_influence import person_influence
from models.triggers.within_person import AUDIT_GOAL, fit_within_person

RAW = (0.0004, None, 0.03, 0.2, 0.011, 0.7)
NOISE = 3.5 / np.sqrt(DRAWS)  # of a share seen in so many draws, at most half of this


def test_strangers_are_adjusted_like_sidak_and_never_more_than_by_holm() -> None:
    adjusted = max_t_p_values(RAW, np.eye(5))
    known = [p_value for p_value in RAW if p_value is not None]
    found = [p_value for p_value in adjusted if p_value is not None]
    sidak = multipletests(known, method="holm-sidak")[1]
    np.testing.assert_allclose(found, sidak, atol=NOISE / 2)
    holm = multipletests(known, method="holm")[1]
    assert np.all(np.array(found) <= holm + NOISE / 2)
    assert np.all(np.array(found) >= known)
    assert adjusted[1] is None


def test_copies_of_one_test_need_no_adjustment() -> None:
    adjusted = max_t_p_values((0.03, 0.03, 0.03), np.ones((3, 3)))
    np.testing.assert_allclose(adjusted, [0.03] * 3, atol=NOISE / 4)


def test_no_tests_and_the_same_draws_again() -> None:
    assert max_t_p_values((None, None), np.eye(0)) == (None, None)
    assert max_t_p_values(RAW, np.eye(5)) == max_t_p_values(RAW, np.eye(5))


def test_influences_add_up_to_the_sandwich() -> None:
    frame = small_diary()
    fit = fit_within_person(batches_of(frame), FACTORS, decrement_goal=AUDIT_GOAL)
    member = person_influence(batches_of(frame, rows=33), fit, FACTORS)
    n_people = fit.n_contributing
    assert len(member.person_id) == n_people
    assert np.all(np.diff(member.person_id) > 0)
    products = member.values.T.astype(float) @ member.values
    np.testing.assert_allclose(products * n_people / (n_people - 1), fit.covariance, rtol=1e-5)


def test_an_influence_is_what_leaving_the_person_out_takes_away() -> None:
    frame = small_diary()
    fit = fit_within_person(batches_of(frame), FACTORS, decrement_goal=AUDIT_GOAL)
    member = person_influence(batches_of(frame), fit, ["alcohol"])
    shifts = []
    for person in member.person_id[:40]:
        others = batches_of(frame[frame["person_id"] != person])
        left = fit_within_person(others, FACTORS, decrement_goal=AUDIT_GOAL)
        shifts.append(fit.estimates[1].log_rate_ratio - left.estimates[1].log_rate_ratio)
    assert np.corrcoef(shifts, member.values[:40, 0])[0, 1] > 0.98


def test_equals_a_bootstrap_over_people_across_two_models() -> None:
    """Each influence times a coin of +1 or -1, 4000 times: another bootstrap altogether."""
    frame = small_diary(n_people=600)
    several, alone = ("stress", "alcohol"), ("pressure",)
    members = [
        person_influence(batches_of(frame), fit_within_person(batches_of(frame), codes), codes)
        for codes in (several, alone)
    ]
    correlation = family_correlation(members)
    np.testing.assert_allclose(np.diag(correlation), 1.0)
    columns = np.hstack([member.values for member in members]).astype(float)
    coins = np.random.default_rng(77).choice([-1.0, 1.0], (4000, len(columns)))
    strongest = np.abs(coins @ columns / np.sqrt((columns**2).sum(axis=0))).max(axis=1)
    for raw in (0.2, 0.05, 0.01):
        adjusted = max_t_p_values((raw, 0.999, 0.999), correlation)[0]
        by_coins = float(np.mean(strongest >= stats.norm.isf(raw / 2)))
        assert adjusted == pytest.approx(by_coins, abs=NOISE)


def test_the_family_errs_in_one_of_twenty_null_worlds() -> None:
    draw = np.random.default_rng(31)
    shared = draw.standard_normal((6, 6))
    covariance = shared @ shared.T + np.eye(6)
    size = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(size, size)
    worlds = draw.multivariate_normal(np.zeros(6), correlation, 600)
    p_values = 2 * stats.norm.sf(np.abs(worlds))
    smallest = [min(max_t_p_values(tuple(row), correlation, draws=1000)) for row in p_values]
    assert stats.kstest(smallest, "uniform").pvalue > 0.01
    assert 0.03 <= np.mean(np.array(smallest) <= 0.05) <= 0.075


def test_a_factor_outside_the_model_is_refused() -> None:
    frame = small_diary().assign(constant=1.0)
    fit = fit_within_person(batches_of(frame), (*FACTORS, "constant"))
    with pytest.raises(ValueError, match="not in the model: constant"):
        person_influence(batches_of(frame), fit, ["alcohol", "constant"])
