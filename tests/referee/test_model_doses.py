"""Doses against DoubleML on the same folds, and against the counts behind them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from doubleml import DoubleMLData, DoubleMLPLR
from sklearn.linear_model import LinearRegression

from models.therapies.arms.arm_trial import read_arms
from models.therapies.bracket.folds import person_folds
from models.therapies.doses.dose_rows import dose_rows
from models.therapies.doses.dose_slope import dose_slope

FIRST_MONTH = "dose_first_month"


def starters(n_people: int = 700, seed: int = 20261102) -> pl.DataFrame:
    """Starters with one to five sessions, some of them not timed."""
    draw = np.random.default_rng(seed)
    severity = draw.normal(10, 3, n_people)
    months = {f"mmd_m{back}": severity + draw.normal(0, 2, n_people) for back in range(6, 0, -1)}
    sessions = 1 + draw.binomial(4, 1 / (1 + np.exp(1 - 0.2 * (severity - 10))))
    timed = draw.random(n_people) < 0.8
    return pl.DataFrame(
        {
            "person_id": np.arange(n_people) + 7,
            "site_code": np.array(["north", "south"])[draw.integers(0, 2, n_people)],
            **months,
            "mmd_0": severity + draw.normal(0, 2, n_people),
            "age_years": draw.integers(20, 60, n_people),
            "sessions_28": sessions,
            "minutes_28": [45 * s if t else None for s, t in zip(sessions, timed, strict=True)],
            "mmd_after": severity - 0.5 * sessions + draw.normal(0, 2, n_people),
            "outcome_days": np.full(n_people, 50),
        }
    )


def test_the_slope_equals_doubleml_on_the_same_folds():
    frame = starters()
    trial = read_arms(frame.with_columns(arm=pl.lit(0)), ("age_years",))
    folds = person_folds(trial.person_id, trial.arm, 5)
    dose = frame.sort("person_id")["sessions_28"].to_numpy().astype(float)
    found = dose_slope(trial.outcome, dose, trial.features, trial.person_id, folds)
    data = DoubleMLData.from_arrays(trial.features, trial.outcome, dose)
    theirs = DoubleMLPLR(data, LinearRegression(), LinearRegression(), draw_sample_splitting=False)
    held = [(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)) for fold in range(5)]
    theirs.set_sample_splitting([held])
    theirs.fit()
    assert found.value == pytest.approx(theirs.coef[0], abs=1e-10)
    assert found.standard_error == pytest.approx(theirs.se[0], abs=1e-10)


def test_rows_hold_levels_slopes_and_the_first_month():
    found = dose_rows(starters(), "omt")
    assert found["status"].unique().to_list() == ["estimated"]
    told = found.filter(pl.col("estimand_id") == "dose_landmark")
    assert told["dose_level"].to_list() == ["2", "3", "4 or more", "per session", "per hour"]
    assert set(told["reference_level"].to_list()) == {"1", ""}
    timed = starters()["minutes_28"].is_not_null().sum()
    assert told.filter(pl.col("dose_id") == "minutes_28")["n_people"].item() == timed
    both = found.filter(pl.col("dose_level") == "per session")
    assert both["difference"].n_unique() == 2


def test_row_order_changes_nothing():
    frame = starters()
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    assert dose_rows(frame, "omt").equals(dose_rows(shuffled, "omt"))


def test_an_hour_is_so_many_sessions_of_45_minutes():
    told = dose_rows(starters().drop_nulls("minutes_28"), "omt")
    slopes = dict(zip(told["dose_level"], told["difference"], strict=True))
    assert slopes["per hour"] == pytest.approx(slopes["per session"] * 60 / 45, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (pl.lit(0), "fewer than 100 starters with a session on record"),
        (pl.lit(2), "fewer than 50 people had another number of sessions"),
    ],
)
def test_a_therapy_without_different_doses_says_so(change, reason):
    frame = starters().with_columns(sessions_28=change, minutes_28=change * 45)
    found = dose_rows(frame, "preventive")
    assert found["status"].unique().to_list() == ["not_estimable"]
    assert found["reason"][0] == reason
    assert found["difference"][0] is None


def test_levels_that_do_not_meet_are_not_compared():
    """Whoever is ill comes three times, whoever is not once: nobody is like the others."""
    frame = starters()
    ill = pl.col("mmd_m1") + pl.col("mmd_m2") + pl.col("mmd_m3") > 30
    found = dose_rows(frame.with_columns(sessions_28=pl.when(ill).then(3).otherwise(1)), "omt")
    row = found.filter(pl.col("dose_level") == "2 or more").row(0, named=True)
    assert row["status"] == "not_estimable"
    assert "like" in row["reason"]
