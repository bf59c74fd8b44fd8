"""The event study against plain loops, a saturated regression, and a bootstrap over people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from event_panel import panel, stacked
from scipy import stats

from models.therapies.bracket.clustered_error import clustered_error
from models.therapies.event_time.cohort_difference import cohort_difference
from models.therapies.event_time.cohorts import merged_cohorts
from models.therapies.event_time.event_rows import event_rows
from models.therapies.event_time.event_study import ADJUSTED, CHANGE, event_study
from models.therapies.event_time.event_trial import read_event_trial
from models.therapies.event_time.simultaneous_band import band_multiple


def drawn(seed: int = 7, n_rows: int = 300) -> tuple[np.ndarray, ...]:
    draw = np.random.default_rng(seed)
    arm = (draw.random(n_rows) < 0.4).astype(np.int64)
    return (
        draw.normal(0, 3, n_rows),
        arm,
        draw.uniform(0.1, 0.8, n_rows),
        draw.integers(0, 3, n_rows),
    )


def error_of(influence: np.ndarray, person: np.ndarray) -> float:
    return clustered_error(influence * len(influence), person)


def test_one_cell_and_the_mean_over_cells_equal_a_loop_over_people() -> None:
    residual, arm, propensity, cohort = drawn()
    got = cohort_difference(residual, arm, propensity, cohort)
    cells, sizes = [], []
    for one in range(3):
        starters, others, weights = [], [], []
        for r, a, e, c in zip(residual, arm, propensity, cohort, strict=True):
            if c != one:
                continue
            if a:
                starters.append(r)
            else:
                others.append(r * e / (1 - e))
                weights.append(e / (1 - e))
        cells.append(sum(starters) / len(starters) - sum(others) / sum(weights))
        sizes.append(len(starters))
    np.testing.assert_allclose(got.cells, cells, rtol=1e-12)
    assert got.difference == pytest.approx(np.average(cells, weights=sizes), rel=1e-12)


def test_the_error_equals_what_leaving_out_each_person_shows() -> None:
    """The jackknife over people, who stand in several rows, sees shares and weights move too."""
    residual, arm, propensity, cohort = drawn(seed=8, n_rows=900)
    person = np.arange(900) // 3
    whole = cohort_difference(residual, arm, propensity, cohort)
    without = [
        cohort_difference(
            *(column[person != one] for column in (residual, arm, propensity, cohort))
        )
        for one in range(300)
    ]
    moved = np.array([one.difference for one in without])
    jackknife = np.sqrt(299 / 300 * np.sum((moved - moved.mean()) ** 2))
    assert error_of(whole.influence, person) == pytest.approx(jackknife, rel=0.01)


def test_a_saturated_regression_says_the_same_of_every_window() -> None:
    """pyfixest's saturated event study, in which never-treated people are the comparison."""
    pyfixest = pytest.importorskip("pyfixest")
    frame = panel()
    fit = pyfixest.event_study(
        frame,
        yname="days",
        idname="person",
        tname="period",
        gname="start",
        cluster="person",
        estimator="saturated",
    )
    theirs = fit.aggregate(agg="period", weighting="shares")
    for window in (-5, -4, -3, -2, 0, 1, 2, 3, 4):
        change, arm, cohort, _ = stacked(frame, window)
        ours = cohort_difference(change, arm, np.full(len(arm), 0.5), cohort)
        assert ours.difference == pytest.approx(float(theirs.loc[window, "Estimate"]), abs=1e-8)


def test_the_error_of_one_cohort_is_that_of_a_regression_without_each_person() -> None:
    """pyfixest's CRV3: the regression fitted again without each person in turn."""
    pyfixest = pytest.importorskip("pyfixest")
    change, arm, cohort, person = stacked(panel(), window=2)
    first = cohort == 0
    frame = pd.DataFrame({"change": change[first], "on": arm[first], "person": person[first]})
    fit = pyfixest.feols(
        "change ~ on",
        frame,
        vcov={"CRV3": "person"},
        ssc=pyfixest.ssc(k_adj=False, G_adj=False),
    )
    n_rows = int(first.sum())
    ours = cohort_difference(
        change[first], arm[first], np.full(n_rows, 0.5), np.zeros(n_rows, dtype=np.intp)
    )
    assert ours.difference == pytest.approx(fit.coef()["on"], abs=1e-10)
    assert error_of(ours.influence, person[first]) == pytest.approx(fit.se()["on"], rel=1e-6)


def test_cohorts_are_merged_forward_until_both_arms_are_there() -> None:
    month = np.repeat([3, 4, 5, 6, 9], [4, 4, 4, 4, 2])
    arm = np.array([1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0])
    assert merged_cohorts(month, arm, fewest=2).tolist() == [0] * 4 + [1] * 8 + [2] * 6
    assert merged_cohorts(month, arm, fewest=3).tolist() == [0] * 18
    assert merged_cohorts(month, arm, fewest=50).tolist() == [0] * 18


def test_the_band_of_independent_estimates_is_sidaks() -> None:
    for many in (1, 6, 12):
        exact = stats.norm.ppf((1 + 0.95 ** (1 / many)) / 2)
        got = band_multiple(np.diag(np.arange(1.0, many + 1)), draws=40_000)
        assert got == pytest.approx(exact, abs=0.02)
    alike = np.full((5, 5), 2.0)
    assert band_multiple(alike, draws=40_000) == pytest.approx(1.96, abs=0.02)
    assert band_multiple(np.zeros((2, 2))) == pytest.approx(1.96, abs=0.001)


def test_the_band_is_that_of_a_bootstrap_which_multiplies_people() -> None:
    draw = np.random.default_rng(5)
    people = draw.normal(0, 1, (400, 6)) + draw.normal(0, 1.5, (400, 1))
    largest = [
        np.max(np.abs(draw.standard_normal(400) @ people) / np.sqrt((people**2).sum(axis=0)))
        for _ in range(8000)
    ]
    got = band_multiple(people.T @ people, draws=8000)
    assert got == pytest.approx(np.quantile(largest, 0.95), abs=0.06)


def trial(n_people: int = 400, seed: int = 3) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    days = draw.integers(0, 20, (n_people, 12)).astype(float)
    return pl.DataFrame(
        {
            "person_id": draw.permutation(n_people) + 50,
            "month_index": draw.integers(0, 4, n_people),
            "site_code": draw.choice(["north", "south"], n_people),
            "arm": draw.integers(0, 2, n_people),
            **{f"mmd_m{6 - place}": days[:, place] for place in range(6)},
            **{f"mmd_{place}": days[:, 6 + place] for place in range(6)},
            "mmd_after": days[:, 7:9].mean(axis=1),
            "age_years": draw.integers(20, 70, n_people),
        }
    ).with_columns(mmd_4=pl.when(pl.col("age_years") > 60).then(None).otherwise(pl.col("mmd_4")))


def test_observed_less_effect_is_what_is_expected() -> None:
    study = event_study(read_event_trial(trial()))
    for side in (CHANGE, ADJUSTED):
        for window, effect in study.effect[side].items():
            apart = study.observed[window].estimate - study.expected[side][window].estimate
            assert apart == pytest.approx(effect.estimate, abs=1e-12)
    for window, change in study.before_after.items():
        apart = change.estimate - study.expected_change[window].estimate
        assert apart == pytest.approx(study.effect[ADJUSTED][window].estimate, abs=1e-12)


def test_a_window_holds_those_who_are_known_in_it() -> None:
    frame = trial()
    rows = event_rows(frame, "a", "b").filter(
        estimand_id="starters_only", measure_id="mmd_observed"
    )
    people = dict(rows.select("event_window", "n_people").iter_rows())
    older = frame.filter(pl.col("age_years") > 60, pl.col("arm") == 1).height
    assert people[3] == frame["arm"].sum()
    assert people[4] == people[3] - older
    shown = dict(rows.select("event_window", "estimate").iter_rows())
    own = frame.filter(pl.col("arm") == 1)["mmd_4"].drop_nulls().mean()
    assert shown[4] == pytest.approx(own)


def test_row_order_changes_nothing() -> None:
    frame = trial()
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=1)
    assert event_rows(frame, "a", "b").equals(event_rows(shuffled, "a", "b"))


def test_a_window_in_which_few_are_known_says_so() -> None:
    few = trial().with_columns(
        mmd_5=pl.when(pl.col("person_id") < 100).then(pl.col("mmd_5")).otherwise(None)
    )
    last = event_rows(few, "a", "b").filter(event_window=5)
    assert set(last["status"]) == {"not_estimable"}
    assert last["estimate"].null_count() == last.height
    assert set(last["reason"]) == {
        "fewer than 50 comparable people of an arm are known in the window"
    }
    assert event_rows(few, "a", "b").filter(event_window=3)["estimate"].null_count() == 0


def test_where_nobody_has_six_months_every_row_says_so() -> None:
    nobody = trial().with_columns(mmd_m6=pl.lit(None, pl.Float64))
    rows = event_rows(nobody, "a", "b")
    assert rows.height == 12 + 6 + 12 + 12 + 12 + 6
    assert set(rows["status"]) == {"not_estimable"}
    assert rows["n_people"].sum() == 0
    assert set(rows["response_rule"]) == {"fewer than 2 windows could be estimated"}


def test_what_else_a_response_holds_is_said_where_there_is_one() -> None:
    started = pl.col("arm") == 1
    frame = trial().with_columns(
        pl.when(~started).then(pl.col(name)).otherwise(0.0).alias(name)
        for name in (f"mmd_{window}" for window in range(6))
    )
    (rule,) = set(event_rows(frame, "a", "no_start", context="so is another")["response_rule"])
    assert rule.startswith("the bands of both methods lie below zero from days 0 to 27 on")
    assert rule.endswith("; so is another")
    (none,) = set(event_rows(trial(), "a", "no_start", context="so is another")["response_rule"])
    assert "another" not in none
