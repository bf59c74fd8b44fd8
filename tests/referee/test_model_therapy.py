"""Both sides of the therapy bracket against plain implementations with statsmodels nuisances."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from models.sensitivity import e_value, e_value_of_limit
from models.therapies.bracket.difference_in_differences import doubly_robust_change
from models.therapies.bracket.doubly_robust import augmented_difference
from models.therapies.bracket.folds import person_folds, scramble
from models.therapies.bracket.nuisances import Nuisances, Propensities, cross_fit
from models.therapies.bracket.overlap import describe_overlap
from models.therapies.bracket.therapy_bracket import compare_therapies
from models.therapies.trial import read_trial


def starters(seed: int = 20260401, n_people: int = 600) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    severity = draw.normal(12, 3, n_people)
    months = {f"mmd_m{back}": severity + draw.normal(0, 2, n_people) for back in range(6, 0, -1)}
    neck = draw.normal(0, 1, n_people)
    chance = 1 / (1 + np.exp(-(0.15 * (months["mmd_m1"] - 12) + 0.5 * neck)))
    arm = (draw.random(n_people) < chance).astype(int)
    after = severity - 1.5 * arm + neck + draw.normal(0, 2, n_people)
    return pl.DataFrame(
        {
            "person_id": np.arange(n_people) + 10_000,
            "site_code": np.array(["north", "south", "west"])[draw.integers(0, 3, n_people)],
            "arm": arm,
            **months,
            "neck": neck,
            "mmd_after": after,
        }
    )


@pytest.fixture(scope="module")
def pieces() -> tuple:
    """Features, arm, outcome, folds, our nuisances, and statsmodels' from the same folds."""
    trial = read_trial(starters(), ["neck"])
    features = np.column_stack([trial.history, trial.covariates])
    folds = person_folds(trial.person_id, trial.arm, 5)
    ours = cross_fit(features, trial.arm, trial.outcome, folds)
    scaled = (features - features.mean(axis=0)) / features.std(axis=0)
    design = sm.add_constant(scaled)
    propensity, untreated = np.empty(len(folds)), np.empty(len(folds))
    for fold in range(5):
        learn, held = folds != fold, folds == fold
        start = np.zeros(design.shape[1])
        logit = penalised_logit(design[learn], trial.arm[learn], start)
        propensity[held] = 1 / (1 + np.exp(-design[held] @ logit))
        compare = learn & (trial.arm == 0)
        untreated[held] = (
            sm.OLS(trial.outcome[compare], design[compare]).fit().predict(design[held])
        )
    return trial, ours, Nuisances(propensity, untreated)


def penalised_logit(design: np.ndarray, arm: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Newton's method on the log-likelihood minus half the squared slopes."""
    ridge = np.diag([0.0, *np.ones(design.shape[1] - 1)])
    b = start
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ b))
        gradient = design.T @ (arm - p) - ridge @ b
        b = b + np.linalg.solve((design.T * (p * (1 - p))) @ design + ridge, gradient)
    return b


def test_cross_fitted_nuisances_equal_the_plain_ones(pieces: tuple) -> None:
    _, ours, plain = pieces
    np.testing.assert_allclose(ours.propensity, plain.propensity, atol=1e-8)
    np.testing.assert_allclose(ours.untreated, plain.untreated, atol=1e-8)


def test_a_propensity_is_fitted_once_for_the_same_people_and_features(pieces: tuple) -> None:
    trial, ours, _ = pieces
    folds = person_folds(trial.person_id, trial.arm, 5)
    known = Propensities()
    first = known.of(trial.features, trial.arm, folds)
    assert known.of(trial.features.copy(), trial.arm, folds) is first
    np.testing.assert_array_equal(first, ours.propensity)
    for other in (
        known.of(trial.features[:, :-1], trial.arm, folds),
        known.of(trial.features, 1 - trial.arm, folds),
        known.of(trial.features, trial.arm, (folds + trial.person_id % 2) % 5),
    ):
        assert not np.array_equal(other, first)


def test_augmented_difference_equals_a_loop_over_people(pieces: tuple) -> None:
    trial, ours, plain = pieces
    people = [
        (a, y, e, m)
        for a, y, e, m in zip(
            trial.arm, trial.outcome, plain.propensity, plain.untreated, strict=True
        )
        if 0.01 <= e <= 0.95
    ]
    n_a = sum(a for a, *_ in people)
    parts = [(y - m) if a else -(e / (1 - e)) * (y - m) for a, y, e, m in people]
    effect = sum(parts) / n_a
    share = n_a / len(people)
    squares = [
        ((part - a * effect) / share) ** 2 for part, (a, *_) in zip(parts, people, strict=True)
    ]
    got = augmented_difference(trial.outcome, trial.arm, ours, trial.person_id)
    assert got.difference == pytest.approx(effect, abs=1e-7)
    assert got.standard_error == pytest.approx(np.sqrt(sum(squares)) / len(people), abs=1e-7)
    assert (got.n_started_a, got.n_started_b) == (n_a, len(people) - n_a)


def test_change_with_known_weights_equals_the_difference_of_weighted_means() -> None:
    """Where the propensity depends on a group alone and m = 0, it is two weighted means."""
    arm = np.array([1, 1, 0, 0, 1, 0, 0, 0])
    change = np.array([-3.0, -1.0, 0.0, -1.0, -5.0, -2.0, 1.0, 0.0])
    propensity = np.array([0.5] * 4 + [0.25] * 4)
    got = doubly_robust_change(change, arm, Nuisances(propensity, np.zeros(8)), np.arange(8))
    treated = (-3 - 1 - 5) / 3
    compared = (1 * (0 - 1) + (1 / 3) * (-2 + 1 + 0)) / 3
    assert got.difference == pytest.approx(treated - compared)
    squares = [(8 / 3 * (c - treated)) ** 2 for c in (-3, -1, -5)]
    squares += [(8 / 3 * w * (c - compared)) ** 2 for w, c in ((1, 0), (1, -1))]
    squares += [(8 / 3 / 3 * (c - compared)) ** 2 for c in (-2, 1, 0)]
    assert got.standard_error == pytest.approx(np.sqrt(sum(squares)) / 8)


def test_row_order_changes_nothing() -> None:
    frame = starters()
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=1)
    one, other = (compare_therapies(read_trial(f, ["neck"])) for f in (frame, shuffled))
    assert one == other


def test_too_few_starters_and_absent_early_windows_are_said() -> None:
    frame = starters()
    few = frame.filter((pl.col("arm") == 0) | (pl.col("person_id") < 10_060))
    lacking = compare_therapies(read_trial(few))
    assert lacking.adjusted is lacking.change is lacking.overlap is None
    assert len(lacking.reasons) == 2
    late = compare_therapies(read_trial(frame.drop("mmd_m6")))
    assert late.adjusted is not None
    assert late.change is late.placebo is None
    assert late.reasons == ("fewer than 50 people of an arm with months -6 to -4",)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda f: pl.concat([f, f.head(1)]), "appears twice at one time zero"),
        (lambda f: f.with_columns(arm=pl.lit(2)), "other than 0 or 1"),
        (lambda f: f.with_columns(neck=pl.lit(None, pl.Float64)), "missing values in: neck"),
    ],
)
def test_an_unusable_frame_is_refused(broken, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_trial(broken(starters()), ["neck"])


def test_a_site_with_one_therapy_is_trimmed_and_shown_as_missing_overlap() -> None:
    frame = starters().with_columns(
        arm=pl.when(pl.col("site_code") == "west").then(1).otherwise(pl.col("arm"))
    )
    result = compare_therapies(read_trial(frame))
    in_west = frame.filter(pl.col("arm") == 1)["site_code"].eq("west").mean()
    assert result.overlap.overlap_share == pytest.approx(1 - in_west, abs=0.02)


def test_balance_and_effective_size_by_hand() -> None:
    propensity = np.array([0.5, 0.5, 0.5, 0.75, 0.97])
    arm = np.array([1, 1, 0, 0, 1])  # the last is trimmed
    got = describe_overlap(propensity, arm, np.array([[2.0], [4.0], [1.0], [3.0], [9.0]]), ["x"])
    assert got.overlap_share == pytest.approx(2 / 3)
    assert got.effective_comparators == pytest.approx((1 + 3) ** 2 / (1 + 9))
    assert got.balance[0].before == pytest.approx((3 - 2) / np.sqrt(2))
    assert got.balance[0].after == pytest.approx((3 - 2.5) / np.sqrt(2))
    assert got.largest_imbalance == pytest.approx(0.5 / np.sqrt(2))


def test_the_weights_of_a_person_are_added_before_people_are_counted() -> None:
    propensity, arm = np.full(6, 0.5), np.array([1, 1, 0, 0, 0, 0])
    alone = describe_overlap(propensity, arm, np.zeros((6, 0)), [])
    assert alone.effective_comparators == pytest.approx(4)
    person = np.array([1, 2, 3, 3, 4, 4])
    paired = describe_overlap(propensity, arm, np.zeros((6, 0)), [], person)
    assert paired.effective_comparators == pytest.approx(2)


def test_a_covariate_that_splits_the_arms_is_no_balance() -> None:
    propensity, arm = np.full(4, 0.5), np.array([1, 1, 0, 0])
    split = describe_overlap(propensity, arm, np.array([[1.0], [1.0], [0.0], [0.0]]), ["site"])
    assert split.largest_imbalance == np.inf
    same = describe_overlap(propensity, arm, np.ones((4, 1)), ["site"])
    assert same.largest_imbalance == 0


def test_e_values_published_by_vanderweele_and_ding() -> None:
    assert e_value(10.73) == pytest.approx(20.95, abs=0.01)  # smoking and lung cancer
    assert e_value(3.9) == pytest.approx(7.26, abs=0.01)  # formula feeding and infant death
    assert e_value(1 / 3.9) == pytest.approx(7.26, abs=0.01)
    assert e_value_of_limit(-2.0, -1.0, outcome_sd=4.0) == pytest.approx(e_value(np.exp(-0.91 / 4)))
    assert e_value_of_limit(-1.0, 0.1, outcome_sd=4.0) == 1.0


def test_folds_are_even_in_each_arm_and_splitmix64_is_the_published_one() -> None:
    person = np.arange(103)
    arm = (person % 5 == 0).astype(int)
    folds = person_folds(person, arm, 5)
    for started in (0, 1):
        sizes = np.bincount(folds[arm == started], minlength=5)
        assert sizes.max() - sizes.min() <= 1
    assert int(scramble(np.array([1234567]))[0]) == 6457827717110365317
