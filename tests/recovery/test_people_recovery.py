"""Planted spreads, responders and their absence come back; a naive count of people does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import log

import numpy as np
import pytest
from people_world import PeopleWorld, draw_people

from models.triggers.people.normal_spread import (
    NormalSpread,
    compare_spread,
    fit_normal_spread,
)
from models.triggers.people.person_intervals import count_clear_people, shrunken_intervals
from models.triggers.people.person_spread import (
    PersonSpread,
    SpreadVerdict,
    fit_person_spread,
    spread_verdict,
)
from models.triggers.people.responders import Responders, fit_responders
from triggerscape.factors import Claim

ALIKE = PeopleWorld(mean=0.2)
SPREAD = PeopleWorld(mean=0.2, sd=0.2)
# The planted weather: one person in eight, odds 1.6, one day in ten, forty attacks a person.
WEATHER = PeopleWorld(n_people=8000, attacks=40, exposure=0.1, mean=log(1.6), share=0.13)
WEATHER_FOR_YEARS = replace(WEATHER, n_people=5000, attacks=100)
POOLED = 0.1

Recorder = Callable[[str, object], None]


@cache
def spreads(world: PeopleWorld, seeds: range) -> list[NormalSpread]:
    return [fit_normal_spread(draw_people(world, seed, POOLED)[0]) for seed in seeds]


def found(world: PeopleWorld, seed: int) -> PersonSpread:
    return fit_person_spread(draw_people(world, seed, POOLED)[0], POOLED)


def verdict(one: PersonSpread) -> SpreadVerdict:
    return spread_verdict(one, Claim.CANDIDATE, one.normal.p_value)[0]


def responders(world: PeopleWorld, seed: int) -> tuple[Responders, bool]:
    """The fit of responders, and whether the verdict would be that some people respond."""
    people, _ = draw_people(world, seed, POOLED)
    spread = compare_spread(people)
    one = fit_responders(people, POOLED, spread)
    return one, spread.p_value < 0.05 and one.are_shown


def covers(spread: NormalSpread, sd: float) -> bool:
    return spread.sd_low <= sd <= spread.sd_high


def shrunken_coverage(world: PeopleWorld, seed: int) -> float:
    people, effect = draw_people(world, seed, POOLED)
    low, high = shrunken_intervals(people, fit_normal_spread(people))
    return float(np.mean((low <= effect - POOLED) & (effect - POOLED <= high)))


def test_a_planted_spread_comes_back_with_its_interval() -> None:
    fits = spreads(SPREAD, range(300, 306))
    assert abs(np.mean([fit.best.sd for fit in fits]) - 0.2) < 0.03
    assert sum(covers(fit, 0.2) for fit in fits) >= 5
    assert all(fit.p_value < 0.001 for fit in fits)


def test_the_typical_person_is_the_planted_one_whatever_the_model_is_centred_at() -> None:
    for pooled in (-0.3, 0.1, 0.6):
        people, _ = draw_people(replace(SPREAD, n_people=6000), 77, pooled)
        best = fit_normal_spread(people).best
        assert abs(best.mean + pooled - 0.2) < 3 * best.mean_error


def test_people_alike_show_no_spread() -> None:
    p_values = [fit.p_value for fit in spreads(ALIKE, range(400, 406))]
    assert sum(p < 0.05 for p in p_values) <= 1


def test_the_raw_estimates_of_people_alike_look_spread() -> None:
    """Otherwise the world would be too easy to tell a good estimate from a naive one."""
    people, _ = draw_people(ALIKE, 400, POOLED)
    own = people.score / people.dispersion / people.information
    assert own.std() > 0.5


def test_shrunken_intervals_cover_the_people() -> None:
    covered = [shrunken_coverage(SPREAD, seed) for seed in range(500, 503)]
    assert np.mean(covered) >= 0.88


def test_own_intervals_of_people_alike_are_clear_as_often_as_chance_says() -> None:
    people, _ = draw_people(replace(ALIKE, n_people=6000), 600, POOLED)
    clear = count_clear_people(people, POOLED, fit_normal_spread(people))
    assert abs(clear.own - clear.by_chance) < 3.3 * (0.15 * 0.85 / 6000) ** 0.5


def test_one_person_in_eight_who_responds_is_found() -> None:
    one = found(WEATHER_FOR_YEARS, 700)
    assert verdict(one) is SpreadVerdict.SOME_RESPOND
    assert one.responders.share_low < 0.13 < one.responders.share_high
    assert one.responders.effect_low < log(1.6) < one.responders.effect_high


def test_a_spread_over_everybody_is_not_called_responders() -> None:
    assert verdict(found(replace(SPREAD, n_people=4000), 701)) is SpreadVerdict.PEOPLE_DIFFER


@pytest.mark.long
def test_responders_are_recovered_over_40_seeds(record_property: Recorder) -> None:
    fits = [responders(WEATHER, seed) for seed in range(2000, 2040)]
    shares = np.array([one.share for one, _ in fits])
    covered = np.mean([one.share_low <= 0.13 <= one.share_high for one, _ in fits])
    shown = np.mean([is_shown for _, is_shown in fits])
    record_property("share", f"{np.median(shares):.3f}, sd {shares.std():.3f}")
    record_property("covered_and_shown", f"{covered:.3f}, {shown:.3f}")
    assert abs(np.median(shares) - 0.13) < 0.02
    assert covered >= 0.88
    assert shown >= 0.80


@pytest.mark.long
@pytest.mark.parametrize(
    "world",
    [
        pytest.param(replace(ALIKE, n_people=2000), id="everybody alike"),
        pytest.param(replace(ALIKE, n_people=2000, mean=0.0), id="no effect"),
        pytest.param(replace(SPREAD, n_people=2000), id="a spread over everybody"),
        pytest.param(
            replace(SPREAD, n_people=2000, mean=0.06, sd=0.16, exposure=0.1, attacks=40),
            id="a spread as wide as the planted responders",
        ),
    ],
)
def test_responders_are_seldom_claimed_where_there_are_none(
    world: PeopleWorld, record_property: Recorder
) -> None:
    claims = [responders(world, seed)[1] for seed in range(3000, 3200)]
    record_property("false_claims", sum(claims))
    assert np.mean(claims) <= 0.05


@pytest.mark.long
def test_spread_over_100_seeds(record_property: Recorder) -> None:
    seeds = range(4000, 4100)
    alike = [compare_spread(draw_people(ALIKE, seed, POOLED)[0]).p_value for seed in seeds]
    spread = spreads(SPREAD, range(4000, 4060))
    rejected = np.mean([p_value < 0.05 for p_value in alike])
    coverage = np.mean([covers(fit, 0.2) for fit in spread])
    people = np.mean([shrunken_coverage(SPREAD, seed) for seed in range(4000, 4010)])
    bias = np.mean([fit.best.sd for fit in spread]) - 0.2
    record_property("rejected_covered", f"{rejected:.3f}, {coverage:.3f}")
    record_property("people_covered_bias", f"{people:.3f}, {bias:.4f}")
    assert rejected <= 0.09
    assert 0.90 <= coverage <= 1.0
    assert people >= 0.88
    assert abs(bias) < 0.010
