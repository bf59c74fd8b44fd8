"""What was planted window by window is found again; where nothing was, nothing is."""

from __future__ import annotations

import numpy as np
import pytest
from event_seeds import (
    EFFECT,
    HIDDEN,
    LOST,
    NOTHING,
    by_window,
    days_named,
    in_band,
    stops,
    studies,
    summary,
)
from event_world import EventWorld
from scipy import stats

from models.therapies.event_time.event_study import ADJUSTED, AFTER, CHANGE

FEW, MANY = 10, 200
NONE = dict.fromkeys(range(1, 6), 0.0)


def plausible(count: int, trials: int) -> bool:
    """Is the count what 95% intervals give, but for one chance in 1000?"""
    return stats.binomtest(count, trials, 0.95).pvalue > 0.001


@pytest.mark.parametrize(("world", "first"), [(EFFECT, 100), (NOTHING, 200)])
def test_the_adjusted_side_finds_each_window(world: EventWorld, first: int) -> None:
    found = [study.effect[ADJUSTED] for study in studies(world, first, FEW)]
    for one in by_window(found, world.truth).values():
        assert plausible(one["covered"], FEW)
        assert abs(one["bias"]) < 0.3


def test_a_start_after_a_dip_credits_nothing_to_a_therapy_that_does_nothing() -> None:
    """Pre-post shows a fall, fails the promise the comparison keeps, and is told as expected."""
    found = studies(NOTHING, 200, FEW)
    assert plausible(in_band([study.effect[ADJUSTED] for study in found], NONE), FEW)
    naive = by_window([study.before_after for study in found], NONE)
    for window, one in naive.items():
        expected = np.mean([study.expected_change[window].estimate for study in found])
        assert one["bias"] < -0.4
        assert not plausible(one["covered"], FEW)
        assert expected == pytest.approx(one["bias"], abs=0.25)
    assert days_named(found) == [None] * FEW


def test_the_dip_is_seen_before_the_start() -> None:
    before = {-3: 0.0, -1: 0.0}
    for world, first in ((EFFECT, 100), (NOTHING, 200)):
        found = by_window([study.effect[CHANGE] for study in studies(world, first, FEW)], before)
        assert found[-1]["bias"] > 1.5
        assert abs(found[-3]["bias"]) < 0.3


def test_the_onset_is_named() -> None:
    """A quarter of two days at first, three quarters from day 28, all of it from day 56."""
    days = days_named(studies(EFFECT, 100, FEW))
    assert days.count(28) + days.count(56) >= 0.8 * FEW
    assert 0 not in days


def test_hidden_severity_fools_the_adjusted_side_alone() -> None:
    found = studies(HIDDEN, 300, FEW)
    late = dict.fromkeys((3, 4, 5), 0.0)
    fooled = by_window([study.effect[ADJUSTED] for study in found], late)
    assert min(one["bias"] for one in fooled.values()) > 0.15, "too easy a world"
    spared = by_window([study.effect[CHANGE] for study in found], late)
    assert max(abs(one["bias"]) for one in spared.values()) < 0.3
    assert days_named(found) == [None] * FEW


@pytest.mark.parametrize(("effect", "first"), [(-2.0, 400), (0.0, 500)])
def test_an_effect_wanes_after_the_last_dose_and_none_cannot(effect: float, first: int) -> None:
    truth = {window: -effect * lost for window, lost in zip(AFTER, LOST, strict=True)}
    for one in by_window(stops(effect, first, FEW), truth).values():
        assert plausible(one["covered"], FEW)
        assert abs(one["bias"]) < 0.3


@pytest.mark.long
@pytest.mark.parametrize(("world", "first"), [(EFFECT, 10_000), (NOTHING, 20_000)])
def test_bias_and_coverage_of_every_window_over_200_seeds(world: EventWorld, first: int) -> None:
    found = summary(world, first, MANY)
    for one in found[ADJUSTED].values():
        assert abs(one["bias"]) < 4 * one["spread"] / np.sqrt(MANY)
        assert plausible(one["covered"], MANY)
    late = [found[CHANGE][window]["bias"] for window in (2, 3, 4, 5)]
    assert max(abs(bias) for bias in late) < 0.2
    assert plausible(found["band"], MANY)
    assert not any(plausible(one["covered"], MANY) for one in found["before_after"].values())
    if world is NOTHING:
        assert found["named"]["None"] >= 0.98 * MANY


@pytest.mark.long
@pytest.mark.parametrize(("effect", "first"), [(-2.0, 40_000), (0.0, 50_000)])
def test_waning_over_200_seeds(effect: float, first: int) -> None:
    truth = {window: -effect * lost for window, lost in zip(AFTER, LOST, strict=True)}
    for one in by_window(stops(effect, first, MANY), truth).values():
        assert abs(one["bias"]) < 4 * one["spread"] / np.sqrt(MANY)
        assert plausible(one["covered"], MANY)
