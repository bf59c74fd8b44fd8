"""From site files to verdicts: what was planted is found, what was not is not."""

from __future__ import annotations

import polars as pl
import pytest
from pipeline_run import Found, run_pipeline

DECOYS = ("neck_pain_any", "fatigue", "bright_light", "x_craving")
PLANTED = ("menses_window", "stress_letdown", "stress_level", "sleep_poor", "meal_skipped")
NULL_WITHIN = ("posture_poor", "screen_long", "alcohol_any", "sleep_short", "chocolate")
CONTROLS = ("x_nc1", "x_nc2", "x_nc3", "ovulation_window")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    home = tmp_path_factory.mktemp("pipeline") / "workspace"
    return run_pipeline(home, people=900, days=300, sites=6, seed=2026)


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_trigger_is_found_near_its_truth(found: Found, code: str) -> None:
    row = found.of(code)
    assert row["verdict"] == "trigger"
    assert abs(row["z"]) < 4


@pytest.mark.parametrize("code", [*NULL_WITHIN, *CONTROLS])
def test_a_factor_that_does_nothing_within_a_person_stays_near_nothing(
    found: Found, code: str
) -> None:
    # Four standard errors: nine independent nulls pass it in all but one of 1,700 seeds.
    assert abs(found.of(code)["z"]) < 4


@pytest.mark.parametrize("code", DECOYS)
def test_an_early_sign_is_never_called_a_trigger(found: Found, code: str) -> None:
    row = found.of(code)
    assert row["verdict"] == "early_sign_or_trigger"
    assert row["log_rate_ratio"] > 0.3  # it looks like the strongest trigger of all


def test_posture_differs_between_people_and_not_within_them(found: Found) -> None:
    row = found.of("posture_poor")
    assert row["between_low"] > 0
    assert row["between_low"] > row["log_rate_ratio"]


def test_alcohol_looks_protective_between_people_only(found: Found) -> None:
    row = found.of("alcohol_any")
    assert row["between_high"] < 0
    assert row["between_high"] < row["log_ci_low"]


def test_a_therapy_without_enough_starters_is_not_judged(found: Found) -> None:
    few = found.therapies.filter(pl.col("n_people") < 50)
    assert few.height
    assert set(few["verdict"]) == {"insufficient_data"}


@pytest.mark.long
def test_intervals_hold_the_truth_and_discoveries_are_true(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    runs = [
        run_pipeline(
            tmp_path_factory.mktemp("seed") / "workspace", people=2500, days=392, sites=12, seed=s
        ).triggers
        for s in range(301, 321)
    ]
    rows = pl.concat(runs).filter(~pl.col("trigger_id").is_in([*DECOYS, "odour"]))
    coverage = (rows["z"].abs() < 1.96).mean()
    nulls = rows.filter(pl.col("trigger_id").is_in([*NULL_WITHIN, *CONTROLS, "cheese"]))
    false = nulls.filter(pl.col("verdict").is_in(["trigger", "protective"])).height
    called = rows.filter(pl.col("verdict").is_in(["trigger", "protective"])).height
    assert coverage >= 0.92
    assert false / called <= 0.10
