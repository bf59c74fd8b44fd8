"""Shares, their intervals and the trend: against statsmodels, and against counting by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from statsmodels.stats.proportion import proportion_confint

from models.course.course_rows import change_rows, overuse_rows
from models.course.person_shares import person_shares
from models.course.window_trend import FEWEST_CHANGES, window_trend

FIRST = dt.date(2025, 1, 6)


def watched(seed: int, people: int = 300, rate: float = 0.03, slope: float = 0.0) -> pl.DataFrame:
    """Person-windows of people who differ, each watched for a time of their own."""
    draw = np.random.default_rng(seed)
    spans = draw.integers(3, 14, people)
    person = np.repeat(np.arange(people), spans)
    window = np.concatenate([np.arange(span) for span in spans])
    own = np.repeat(np.exp(0.6 * draw.standard_normal(people)), spans)
    hit = draw.random(len(person)) < np.clip(rate * own * np.exp(slope * window / 13), 0, 0.5)
    return pl.DataFrame(
        {
            "rule_id": "three_windows",
            "change_id": "chronification",
            "person_id": person,
            "site_code": np.where(person % 3 == 0, "north", "south"),
            "window_index": window,
            "window_start": [FIRST + dt.timedelta(days=28 * int(w)) for w in window],
            "observed_days": 25,
            "is_hit": hit,
        }
    )


def test_the_error_is_that_of_a_regression_clustered_by_person():
    windows = watched(21)
    (found,) = person_shares(windows, ["change_id"]).to_dicts()
    fit = sm.OLS(windows["is_hit"].to_numpy().astype(float), np.ones(windows.height)).fit(
        cov_type="cluster",
        cov_kwds={"groups": windows["person_id"].to_numpy(), "use_correction": False},
    )
    n, share = found["n_people"], found["share"]
    variance = float(fit.cov_params()[0, 0]) * n / (n - 1)
    worth = share * (1 - share) / variance
    low, high = proportion_confint(share * worth, worth, method="wilson")
    assert share == pytest.approx(float(fit.params[0]), rel=1e-12)
    assert (found["ci_low"], found["ci_high"]) == pytest.approx((low, high), rel=1e-9)


def test_one_window_a_person_is_wilsons_interval_of_a_proportion():
    windows = watched(22).filter(pl.col("window_index") == 0)
    (found,) = person_shares(windows, ["change_id"]).to_dicts()
    hits, n = int(windows["is_hit"].sum()), windows.height
    # The variance is that of a sample, n - 1: so Wilson's interval is of n - 1 people.
    low, high = proportion_confint(hits / n * (n - 1), n - 1, method="wilson")
    assert (found["ci_low"], found["ci_high"]) == pytest.approx((low, high), rel=1e-9)


@pytest.mark.parametrize("is_hit", [True, False])
def test_where_all_agree_the_interval_is_of_so_many_people(is_hit: bool):
    windows = watched(23, people=40).with_columns(is_hit=pl.lit(is_hit))
    (found,) = person_shares(windows, ["change_id"]).to_dicts()
    low, high = proportion_confint(40 * is_hit, 40, method="wilson")
    assert (found["ci_low"], found["ci_high"]) == pytest.approx((low, high), abs=1e-12)
    assert found["n_hit"] == (40 if is_hit else 0)


def test_rows_are_the_same_bits_in_every_order_of_rows():
    windows = watched(24)
    assert change_rows(windows).equals(
        change_rows(windows.sample(fraction=1, shuffle=True, seed=1))
    )


def test_the_trend_is_poisson_regression_clustered_by_person():
    windows = watched(25, people=900, slope=0.8)
    window = windows["window_index"].to_numpy().astype(np.int64)
    hit, person = windows["is_hit"].to_numpy(), windows["person_id"].to_numpy()
    found = window_trend(window, hit, person)
    fit = sm.GLM(hit.astype(float), sm.add_constant(window / 13), family=sm.families.Poisson()).fit(
        cov_type="cluster", cov_kwds={"groups": person, "use_correction": False}, tol=1e-12
    )
    n = len(np.unique(person))
    error = float(fit.bse[1]) * np.sqrt(n / (n - 1))
    assert found.ratio == pytest.approx(float(np.exp(fit.params[1])), rel=1e-7)
    assert found.ci_high is not None
    from scipy import stats

    reach = stats.t.ppf(0.975, n - 1) * error
    assert np.log(found.ci_high / found.ratio) == pytest.approx(reach, rel=1e-5)


def test_few_changes_or_few_windows_have_no_trend():
    few = np.zeros(400, dtype=np.bool_)
    few[: FEWEST_CHANGES - 1] = True
    window = np.tile(np.arange(8), 50)
    assert "changes" in window_trend(window, few, np.repeat(np.arange(50), 8)).reason
    short = window_trend(window // 4, ~few, np.repeat(np.arange(50), 8))
    assert short.ratio is None
    assert "windows" in short.reason


def test_each_row_counts_its_people_and_its_own_places():
    rows = change_rows(watched(26))
    whole = rows.filter(scope_id="all", window_id="all", measure_id="chronification_rate")
    sites = rows.filter(pl.col("scope_id") != "all")
    windows = rows.filter(pl.col("window_id") != "all")
    assert whole["n_people"].item() == 300
    assert sites["n_people"].sum() == 300
    assert windows["n_windows"].sum() == sites["n_windows"].sum() == whole["n_windows"].item()
    for row in rows.iter_rows(named=True):
        assert row["n_hit"] + row["n_without"] == row["n_people"]


def test_new_and_reverted_overuse_by_hand():
    base = {"site_code": "north", "window_start": FIRST, "observed_days": 28, "class_id": "triptan"}
    told = [(True, None), (True, False), (False, False), (True, True), (False, True)]
    windows = pl.DataFrame(
        [
            {**base, "person_id": n, "window_index": 0, "is_over": now, "was_over": before}
            for n, (now, before) in enumerate(told)
        ]
    )
    rows = overuse_rows(windows).filter(scope_id="all", window_id="all")
    found = {row["measure_id"]: (row["estimate"], row["n_people"]) for row in rows.to_dicts()}
    assert found == {
        "overuse_share": (0.6, 5),
        "overuse_new": (0.5, 2),
        "overuse_reverted": (0.5, 2),
    }


def test_nobody_to_count_is_no_row():
    nobody = watched(27).clear()
    assert change_rows(nobody).height == 0
