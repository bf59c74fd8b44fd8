"""People who live differently because of their attacks: what comes after is not sold as a cause."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from reaction_seed import LARGE, SMALL, reaction_rows
from reaction_world import EXOGENOUS, REACTIVE, TRUTH, ReactionWorld, draw_reactions
from scipy import stats

# Both chosen before the first was drawn.
FEW = range(9150, 9153)
MANY = range(9000, 9040)
UNMOVED = ("x_stress", "x_pressure", "x_null", "x_alcohol", "x_screen")


def several(world: ReactionWorld, seeds: range) -> pl.DataFrame:
    return pl.concat([reaction_rows(world, seed) for seed in seeds])


@pytest.fixture(scope="module")
def few() -> pl.DataFrame:
    return several(SMALL, FEW)


def off_in_errors(rows: pl.DataFrame, code: str) -> float:
    """Mean deviation from the truth, in standard errors of a mean of as many seeds."""
    mine = rows.filter(trigger_id=code)
    deviation = (mine["log_rate_ratio"] - mine["truth"]).to_numpy()
    return float(deviation.mean() / (mine["standard_error"].mean() / np.sqrt(len(deviation))))


@pytest.mark.parametrize("code", UNMOVED)
def test_what_comes_before_is_found_though_behaviour_answers_the_attack(
    few: pl.DataFrame, code: str
) -> None:
    assert abs(off_in_errors(few, code)) < 3.3


def test_the_tempting_default_turns_alcohol_round(few: pl.DataFrame) -> None:
    """Migraine day against the same day's drinks: planted +0.30, found below 0 in every seed."""
    assert few.filter(trigger_id="x_alcohol")["same_day"].max() < 0


def test_the_day_after_tells_reactions_from_causes(few: pl.DataFrame) -> None:
    flagged = few.with_columns(flagged=pl.col("after_q") < 0.05)
    assert flagged.filter(pl.col("trigger_id").is_in(REACTIVE))["flagged"].mean() >= 0.8
    assert flagged.filter(pl.col("trigger_id").is_in(EXOGENOUS))["flagged"].sum() <= 2


def test_a_coming_attacks_sign_and_what_outlasts_it_are_never_called_a_trigger(
    few: pl.DataFrame,
) -> None:
    around = few.filter(pl.col("trigger_id").is_in(["x_chocolate", "x_neck", "x_screen"]))
    assert set(around["verdict"]) <= {"early_sign_or_trigger", "reactive", "no_effect_shown"}
    chocolate = few.filter(trigger_id="x_chocolate")
    assert set(chocolate["verdict"]) == {"early_sign_or_trigger"}


def test_without_reactions_the_same_world_hides_nothing() -> None:
    """Else a flag of the day after would be a property of the world, not of the reaction."""
    rows = several(ReactionWorld(SMALL.n_people, SMALL.n_days, reacts=False), range(9160, 9162))
    assert (rows["after_q"] < 0.05).sum() <= 3
    assert all(abs(off_in_errors(rows, code)) < 3.3 for code in TRUTH)


def test_the_same_seed_draws_the_same_people() -> None:
    world = ReactionWorld(40, 30)
    assert draw_reactions(world, 9120).equals(draw_reactions(world, 9120))
    assert not draw_reactions(world, 9120).equals(draw_reactions(world, 9121))


@pytest.mark.long
def test_forty_populations_of_the_designs_size() -> None:
    """Design: alcohol +0.30 recovered to 0.02; the day after flags what reacts and nothing else."""
    rows = several(LARGE, MANY)
    means = dict(rows.group_by("trigger_id").agg(pl.col("log_rate_ratio").mean()).iter_rows())
    for code in UNMOVED:
        assert abs(means[code] - TRUTH[code]) <= 0.02, code
    flagged = rows.with_columns(flagged=pl.col("after_q") < 0.05)
    assert flagged.filter(pl.col("trigger_id").is_in(REACTIVE))["flagged"].mean() >= 0.99
    # Five of eight are rejected rightly, so that BH passes a null at p below 0.05 x 6 / 8.
    false = int(flagged.filter(pl.col("trigger_id").is_in(EXOGENOUS))["flagged"].sum())
    assert stats.binomtest(false, 3 * len(MANY), 0.05 * 6 / 8, "greater").pvalue > 0.001
    alcohol = rows.filter(trigger_id="x_alcohol")
    assert (alcohol["verdict"] == "trigger").mean() >= 0.95
    assert alcohol["same_day"].max() < 0
