"""Arm means of several arms against DoubleML on the same folds, and against plain loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from doubleml import DoubleMLAPO, DoubleMLData
from doubleml.utils import PSProcessorConfig
from sklearn.linear_model import LinearRegression, LogisticRegression

from models.therapies.arms.arm_means import arm_mean, contrast, covariance
from models.therapies.arms.arm_nuisances import ArmNuisances, cross_fit_arms
from models.therapies.arms.arm_overlap import describe_arms, inside
from models.therapies.arms.arm_trial import people_in, read_arms
from models.therapies.bracket.folds import person_folds
from models.therapies.trial import Trial

ARMS = (0, 1, 2, 3)


def four_arms(seed: int = 20261101, n_rows: int = 900, rows_each: int = 1) -> pl.DataFrame:
    """People in four arms by how bad their months were, each with so many rows."""
    draw = np.random.default_rng(seed)
    severity = np.repeat(draw.normal(10, 3, n_rows // rows_each), rows_each)
    months = {f"mmd_m{back}": severity + draw.normal(0, 2, n_rows) for back in range(6, 0, -1)}
    ill = (months["mmd_m1"] - 10) / 3
    scores = np.column_stack([0 * ill + 1, 0.4 * ill, -0.3 * ill, 0.5 * ill - 0.3])
    likely = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    arm = (likely.cumsum(axis=1) < draw.random(n_rows)[:, None]).sum(axis=1)
    after = severity - np.array([0.0, 1.0, 2.0, 3.5])[arm] + draw.normal(0, 2, n_rows)
    return pl.DataFrame(
        {
            "person_id": np.repeat(np.arange(n_rows // rows_each) + 50, rows_each),
            "index_date": np.tile(np.arange(rows_each), n_rows // rows_each),
            "site_code": np.array(["north", "south"])[draw.integers(0, 2, n_rows)],
            "arm": arm,
            **months,
            "age_years": draw.integers(20, 60, n_rows),
            "mmd_after": after,
        }
    )


@pytest.fixture(scope="module")
def trial() -> Trial:
    return read_arms(four_arms(), ("age_years", "co_starts"))


@pytest.fixture(scope="module")
def folds(trial: Trial) -> np.ndarray:
    return person_folds(trial.person_id, trial.arm, 5)


@pytest.fixture(scope="module")
def nuisances(trial: Trial, folds: np.ndarray) -> ArmNuisances:
    return cross_fit_arms(trial.features, trial.arm, trial.outcome, folds, ARMS)


def doubleml(trial: Trial, folds: np.ndarray, arm: int, weights: object, given: ArmNuisances):
    """DoubleML's average potential outcome from the nuisances given to it."""
    data = DoubleMLData.from_arrays(trial.features, trial.outcome, trial.arm)
    model = DoubleMLAPO(
        data,
        LinearRegression(),
        LogisticRegression(),
        treatment_level=arm,
        weights=weights,
        ps_processor_config=PSProcessorConfig(clipping_threshold=1e-12),
        draw_sample_splitting=False,
    )
    held = [(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)) for fold in range(5)]
    model.set_sample_splitting([held])
    column = given.expected[:, [arm]]
    model.fit(
        external_predictions={
            "d": {
                "ml_g_d_lvl0": column,
                "ml_g_d_lvl1": column,
                "ml_m": given.propensity[:, [arm]],
            }
        }
    )
    return model


@pytest.mark.parametrize("arm", ARMS)
def test_the_mean_of_everybody_in_one_arm_equals_doubleml(trial, folds, nuisances, arm):
    everybody = np.ones(len(trial.arm), dtype=bool)
    found = arm_mean(trial, nuisances, arm, ARMS, everybody)
    theirs = doubleml(trial, folds, arm, None, nuisances)
    assert found.value == pytest.approx(theirs.coef[0], abs=1e-11)
    error = np.sqrt(covariance([found.parts], trial.person_id)[0, 0])
    assert error == pytest.approx(theirs.se[0], abs=1e-11)


@pytest.mark.parametrize("arm", [0, 1, 2])
def test_the_mean_of_those_in_the_last_arm_equals_doubleml_with_weights(
    trial, folds, nuisances, arm
):
    everybody = np.ones(len(trial.arm), dtype=bool)
    found = arm_mean(trial, nuisances, arm, (3,), everybody)
    share = float(np.mean(trial.arm == 3))
    weights = {
        "weights": (trial.arm == 3) / share,
        "weights_bar": nuisances.propensity[:, [3]] / share,
    }
    theirs = doubleml(trial, folds, arm, weights, nuisances)
    assert found.value == pytest.approx(theirs.coef[0], abs=1e-11)
    error = np.sqrt(covariance([found.parts], trial.person_id)[0, 0])
    assert error == pytest.approx(theirs.se[0], abs=1e-11)


def test_errors_of_a_contrast_equal_those_of_doubleml_taken_together(trial, folds, nuisances):
    """What two means share, from DoubleML's scores of each: a contrast needs more than two SEs."""
    everybody = np.ones(len(trial.arm), dtype=bool)
    parts = [arm_mean(trial, nuisances, arm, ARMS, everybody).parts for arm in ARMS]
    theirs = [doubleml(trial, folds, arm, None, nuisances).psi[:, 0, 0] for arm in ARMS]
    scores = np.column_stack(theirs)
    expected = scores.T @ scores / len(scores) ** 2
    np.testing.assert_allclose(covariance(parts, trial.person_id), expected, atol=1e-11)
    one, other = 0, 3
    assert abs(expected[one, other]) > 1e-4, "nothing shared: too easy"


def test_nuisances_equal_statsmodels_on_the_same_folds(trial, folds, nuisances):
    """Outcome by its least squares, arms by its multinomial likelihood at our coefficients."""
    scaled = (trial.features - trial.features.mean(axis=0)) / trial.features.std(axis=0)
    design = sm.add_constant(scaled)
    held = folds == 2
    for arm in ARMS:
        among = ~held & (trial.arm == arm)
        fit = sm.OLS(trial.outcome[among], design[among]).fit()
        np.testing.assert_allclose(
            nuisances.expected[held, arm], fit.predict(design[held]), atol=1e-8
        )
    plain = penalised_multinomial(design[~held], trial.arm[~held], 4)
    scores = design[held] @ plain
    likely = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(nuisances.propensity[held], likely, atol=1e-6)


def penalised_multinomial(design: np.ndarray, arm: np.ndarray, n_arms: int) -> np.ndarray:
    """Newton's method on the whole Hessian; half the squared slopes are taken off."""
    n_columns = design.shape[1]
    ridge = np.tile(np.concatenate([[1e-9], np.ones(n_columns - 1)]), n_arms)
    hit = np.eye(n_arms)[arm]
    b = np.zeros((n_columns, n_arms))
    for _ in range(30):
        scores = design @ b
        likely = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        slope = (design.T @ (hit - likely)).T.ravel() - ridge * b.T.ravel()
        blocks = [
            [
                (design.T * (likely[:, k] * ((k == m) - likely[:, m]))) @ design
                for m in range(n_arms)
            ]
            for k in range(n_arms)
        ]
        b = b + np.linalg.solve(np.block(blocks) + np.diag(ridge), slope).reshape(n_arms, -1).T
    return b


def test_a_mean_equals_a_loop_over_people_after_trimming(trial, nuisances):
    kept = inside(nuisances.propensity, trial.arm, ARMS)
    assert 0 < kept.sum() < len(kept)
    shares = np.bincount(trial.arm) / len(trial.arm)
    terms, n_both = [], 0
    for row in range(len(trial.arm)):
        relative = nuisances.propensity[row] / shares
        if (relative / relative.sum()).min() < 0.05 * 2 / 4:
            assert not kept[row]
            continue
        both = trial.arm[row] == 3
        n_both += both
        residual = trial.outcome[row] - nuisances.expected[row, 1]
        odds = nuisances.propensity[row, 3] / nuisances.propensity[row, 1]
        term = nuisances.expected[row, 1] if both else 0.0
        terms.append((both, term + (odds * residual if trial.arm[row] == 1 else 0.0)))
    value = sum(term for _, term in terms) / n_both
    error = np.sqrt(sum((term - both * value) ** 2 for both, term in terms)) / n_both
    found = arm_mean(trial, nuisances, 1, (3,), kept)
    assert found.value == pytest.approx(value, abs=1e-10)
    assert np.sqrt(found.parts @ found.parts) == pytest.approx(error, abs=1e-10)


def test_errors_are_those_of_people_and_not_of_rows():
    doubled = read_arms(four_arms(n_rows=800, rows_each=2), ("age_years",))
    parts = np.random.default_rng(1).normal(size=len(doubled.arm))
    by_person = [parts[doubled.person_id == who].sum() for who in np.unique(doubled.person_id)]
    assert covariance([parts], doubled.person_id)[0, 0] == pytest.approx(
        np.sum(np.square(by_person))
    )
    assert people_in(doubled.arm * 0, doubled.person_id, 1) == (400,)


def test_who_is_kept_does_not_depend_on_how_many_started_nothing(trial, nuisances):
    """Half of arm 0 left out: arms' shares and probabilities move, preferences do not."""
    fewer = (trial.arm != 0) | (np.arange(len(trial.arm)) % 2 == 0)
    odds = nuisances.propensity.copy()
    odds[:, 0] /= np.sum(trial.arm == 0) / np.sum(trial.arm[fewer] == 0)
    likely = odds / odds.sum(axis=1, keepdims=True)
    before = inside(nuisances.propensity, trial.arm, ARMS)[fewer]
    np.testing.assert_array_equal(inside(likely[fewer], trial.arm[fewer], ARMS), before)


def test_overlap_by_hand():
    small = read_arms(four_arms(n_rows=8).with_columns(arm=pl.lit(0)), ())
    placed = replace(small, arm=np.array([0, 0, 1, 1, 0, 1, 0, 1]))
    even = np.full((8, 2), 0.5)
    even[0] = (0.25, 0.75)
    found = describe_arms(even, placed, np.arange(8) < 4, (0, 1), (1,))
    assert found.overlap_share == 0.5
    assert found.worth == (pytest.approx((3 + 1) ** 2 / (9 + 1)), 2.0)
    assert "an arm is worth fewer than 25" in found.objection()


def test_a_gap_in_the_arms_is_refused():
    frame = four_arms(n_rows=100).with_columns(arm=pl.col("arm").replace({1: 3}))
    with pytest.raises(ValueError, match="without a gap"):
        read_arms(frame, ())


def test_a_contrast_has_its_normal_interval_and_p_value():
    found = contrast(-1.96, 1.0)
    assert (found.ci_low, found.ci_high) == (
        pytest.approx(-3.92, abs=1e-3),
        pytest.approx(0, abs=1e-3),
    )
    assert found.p_value == pytest.approx(0.05, abs=1e-4)
