"""Layers against plain sums over people, and the ratio's error against simulation."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from test_model_arms import four_arms

from models.therapies.arms.arm_means import arm_mean, covariance
from models.therapies.arms.arm_nuisances import cross_fit_arms
from models.therapies.arms.arm_overlap import inside
from models.therapies.arms.arm_trial import read_arms
from models.therapies.bracket.folds import person_folds
from models.therapies.layers.layer_contrasts import layer_contrasts
from models.therapies.layers.layer_pairs import LayerPair
from models.therapies.layers.layer_rows import layer_rows
from models.therapies.trial import Trial

PAIR = LayerPair("massage", "omt", 200, "")


def people(one: str, other: str) -> pl.DataFrame:
    assert (one, other) == ("massage", "omt")
    return four_arms(n_rows=1600).with_columns(outcome_days=pl.lit(56))


@pytest.fixture(scope="module")
def trial() -> Trial:
    return read_arms(people("massage", "omt"), ("age_years",))


@pytest.fixture(scope="module")
def means(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Four means and their covariance, one mean at a time."""
    folds = person_folds(trial.person_id, trial.arm, 5)
    nuisances = cross_fit_arms(trial.features, trial.arm, trial.outcome, folds, range(4))
    kept = inside(nuisances.propensity, trial.arm, range(4))
    found = [arm_mean(trial, nuisances, arm, (3,), kept) for arm in range(4)]
    return (
        np.array([mean.value for mean in found]),
        covariance([mean.parts for mean in found], trial.person_id),
    )


def test_the_contrasts_are_differences_of_the_four_means(trial, means):
    neither, one, other, both = means[0]
    found = layer_contrasts(trial)
    assert found.joint.value == pytest.approx(both - neither)
    assert found.one.value == pytest.approx(one - neither)
    assert found.other.value == pytest.approx(other - neither)
    assert found.excess.value == pytest.approx(both - one - other + neither)
    ratio = (both / neither) / ((one / neither) * (other / neither))
    assert np.exp(found.log_ratio.value) == pytest.approx(ratio)


def test_errors_equal_those_of_draws_from_the_joint_normal(trial, means):
    """The delta method of the ratio included: 400,000 draws of the four means."""
    draws = np.random.default_rng(5).multivariate_normal(*means, size=400_000)
    found = layer_contrasts(trial)
    excess = draws @ [1, -1, -1, 1]
    log_ratio = np.log(draws) @ [1, -1, -1, 1]
    assert found.excess.standard_error == pytest.approx(excess.std(), rel=0.01)
    assert found.log_ratio.standard_error == pytest.approx(log_ratio.std(), rel=0.03)


def test_the_mean_of_both_is_the_plain_mean_of_those_who_began_both(trial, means):
    kept_both = trial.outcome[trial.arm == 3]
    assert means[0][3] == pytest.approx(kept_both.mean(), abs=0.1)


def test_swapping_the_two_therapies_swaps_their_contrasts_and_nothing_else(trial):
    frame = people("massage", "omt").with_columns(arm=pl.col("arm").replace({1: 2, 2: 1}))
    swapped, found = layer_contrasts(read_arms(frame, ("age_years",))), layer_contrasts(trial)
    assert swapped.one.value == pytest.approx(found.other.value, abs=0.05)
    assert swapped.excess.value == pytest.approx(found.excess.value, abs=0.1)


def test_rows_of_pairs_that_are_not_fitted_have_the_reason_and_no_part_in_q():
    left_out = LayerPair("device", "omt", 20, "fewer than 50 people began both within four weeks")
    rows = layer_rows([left_out, PAIR], people)
    alone = layer_rows([PAIR], people)
    assert rows["status"].to_list() == ["not_estimable", "estimated"]
    assert rows["n_people"][0] == 20
    assert rows["joint"][0] is None
    assert rows["reading"][0] == "not_estimable"
    assert rows["reading_rule"][0] == left_out.reason
    assert rows["excess_q"][1] == alone["excess_q"][0] == pytest.approx(alone["excess_p"][0])


def test_an_arm_with_few_people_or_nobody_is_said():
    def few(_one: str, _other: str) -> pl.DataFrame:
        frame = people("massage", "omt")
        return pl.concat([frame.filter(pl.col("arm") < 3), frame.filter(pl.col("arm") == 3)[:30]])

    def none(_one: str, _other: str) -> pl.DataFrame:
        return people("massage", "omt").filter(pl.col("arm") != 1)

    assert layer_rows([PAIR], few)["reason"].to_list() == ["fewer than 50 people in an arm"]
    assert layer_rows([PAIR], few)["n_people"].to_list() == [30]
    assert layer_rows([PAIR], none)["reason"].to_list() == ["nobody in an arm"]


def test_arms_that_do_not_meet_are_not_compared():
    """Both is begun by the ill alone: nobody without it is like them."""
    frame = people("massage", "omt")
    ill = pl.col("mmd_m1") + pl.col("mmd_m2") + pl.col("mmd_m3") > 36
    split = frame.with_columns(arm=pl.when(ill).then(3).otherwise(pl.col("arm").clip(0, 2)))
    found = layer_contrasts(read_arms(split, ("age_years",)))
    assert found.joint is None
    assert "like" in found.reason
