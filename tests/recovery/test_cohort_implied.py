"""Implied truth: what the planted effects come to in rates and in days, found by other routes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from cohort_panel import NOBODY_STARTS

from triggerscape.cohort.days.engine import run_days
from triggerscape.cohort.days.exposures import exposure
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.days.treatment import RecordedTreatment, own_strength
from triggerscape.cohort.implied.implied_effects import implied_effects
from triggerscape.cohort.population import Population, make_population
from triggerscape.cohort.truth import Truth, default_truth


@cache
def one_site() -> tuple[Population, World, pl.DataFrame]:
    population = make_population(900, 224, 1, 2631, default_truth())
    return population, population.world(0), implied_effects(population)


def implied(table: pl.DataFrame, code: str, column: str) -> float:
    return table.filter(pl.col("code") == code)[column].item()


def without(truth: Truth, code: str) -> Truth:
    """The same truth with one factor doing nothing to anybody."""
    nothing = replace(truth.factors[code], odds_ratio=1.0, slope_sd=0.0)
    return replace(truth, factors={**truth.factors, code: nothing})


@pytest.mark.parametrize("code", ["menses_window", "alcohol_heavy", "stress_letdown", "weekend"])
def test_a_factors_rate_ratio_agrees_with_one_day_drawn_again(code):
    """Take the factor's own part off the log odds, meet the same luck, and count onsets."""
    _, world, table = one_site()
    lag = default_truth().factors[code].lag
    exposed = np.zeros(world.days.migraine.shape, dtype=bool)
    exposed[lag:] = (exposure(code, world.around) > 0)[: len(exposed) - lag]
    at_risk = world.takes_part.copy()
    for clean in (1, 2, 3):
        at_risk[clean:] &= ~world.days.migraine[:-clean]
    chosen = exposed & at_risk
    person = np.nonzero(chosen)[1]
    with_it = world.days.migraine[chosen]
    bare = world.days.log_odds[chosen] - world.slopes[code][person] + world.chances.noise[chosen]
    counted = with_it.sum() / (bare > 0).sum()
    margin = 4 * np.sqrt(1 / with_it.sum())
    assert np.log(counted) == pytest.approx(
        np.log(implied(table, code, "rate_ratio")), abs=float(margin)
    )


def test_factors_that_do_nothing_have_a_rate_ratio_of_exactly_one():
    _, _, table = one_site()
    for code in (
        "sleep_short",
        "chocolate",
        "water_low",
        "ovulation_window",
        "x_nc1",
        "alcohol_any",
    ):
        assert implied(table, code, "rate_ratio") == 1.0


def test_signs_of_an_attack_have_a_rate_ratio_of_exactly_one():
    """However often they come before an attack: take them away, and nothing changes."""
    _, _, table = one_site()
    for code in ("neck_pain_any", "fatigue", "bright_light", "x_craving"):
        assert implied(table, code, "rate_ratio") == 1.0


def test_rate_ratios_lie_between_one_and_the_planted_odds_ratio():
    """A ratio of rates is nearer to one than a ratio of odds; spread slopes may add a little."""
    _, _, table = one_site()
    fixed = table.filter(pl.col("code").is_in(["alcohol_heavy", "travel", "weekend", "odour"]))
    for ratio, odds in fixed.select("rate_ratio", "planted_odds_ratio").iter_rows():
        assert min(1, odds) < ratio < max(1, odds)


def test_all_therapies_and_the_response_to_starting_make_up_the_treatment_effect():
    """Take every therapy's own part away: what is left is the response to having started."""
    _, world, _ = one_site()
    everyone = np.arange(world.people.size)
    length = world.calendar.length
    truth = default_truth()
    given = {code: [[] for _ in everyone] for code in truth.therapies}
    for course in world.courses:
        given[course.therapy][course.person].append(course)
    parts = sum(
        own_strength(world.treatment, code, everyone, courses, length)
        for code, courses in given.items()
    )
    left_over = np.unique(np.round(world.days.treatment - parts, 9))
    assert set(left_over) == {truth.contextual_early, truth.contextual_late, 0.0}


def test_replaying_what_was_recorded_gives_the_same_days():
    _, world, _ = one_site()
    again = run_days(world.chances, RecordedTreatment(world.days.treatment))
    assert np.array_equal(again.migraine, world.days.migraine)
    assert np.array_equal(again.log_odds, world.days.log_odds)


def test_therapies_without_effect_change_no_day_and_stronger_ones_change_more():
    _, _, table = one_site()
    days = dict(table.filter(kind="therapy").select("code", "migraine_days").iter_rows())
    assert days["dry_needling"] == days["selfcare"] == days["physio_postural_correction"] == 0.0
    assert days["preventive_cgrp_mab"] < days["preventive_beta_blocker"] < days["omt"] < 0


@pytest.mark.long
def test_implied_days_of_the_design():
    """Design: antibody -2.67, osteopathy -0.76 at 14 migraine days, months +1 and +2 only."""
    table = implied_effects(make_population(4000, 392, 12, 2632, default_truth()))
    assert implied(table, "preventive_cgrp_mab", "migraine_days") == pytest.approx(-2.67, abs=0.4)
    assert implied(table, "omt", "migraine_days") == pytest.approx(-0.76, abs=0.15)


def test_a_truth_without_a_factor_leaves_every_other_draw_alone():
    """Only what the factor did is gone: the same people, habits and luck."""
    truth = replace(default_truth(), start_intercept=NOBODY_STARTS)
    world = make_population(60, 84, 1, 2633, truth).world(0)
    other = make_population(60, 84, 1, 2633, without(truth, "menses_window")).world(0)
    assert np.array_equal(world.chances.noise, other.chances.noise)
    assert np.array_equal(world.around.values["stress"], other.around.values["stress"])
    drop = world.chances.known_logit - other.chances.known_logit
    assert np.allclose(drop, world.slopes["menses_window"] * world.around.cycle.menses_window)
