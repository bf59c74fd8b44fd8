"""The bracket finds a planted effect and announces none where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from therapy_world import TherapyWorld, draw_starters

from models.therapies.trial import read_trial
from models.therapies.bracket.therapy_bracket import compare_therapies
from models.therapies.bracket.bracket_results import Difference, TherapyEstimate
from models.therapies.therapy_verdicts import therapy_verdict

EFFECT = TherapyWorld(1500, effect=-1.5)
NULL = TherapyWorld(1500, effect=0.0)
HIDDEN = TherapyWorld(1500, effect=0.0, hidden_choice=0.35)


def estimates(world: TherapyWorld, seeds: range) -> list[TherapyEstimate]:
    return [compare_therapies(read_trial(draw_starters(world, seed))) for seed in seeds]


def covered(sides: list[Difference | None], truth: float) -> int:
    return sum(side.ci_low <= truth <= side.ci_high for side in sides)


def supported(found: list[TherapyEstimate]) -> int:
    return sum(therapy_verdict(estimate).code == "supported" for estimate in found)


def plausible(count: int, trials: int) -> bool:
    """Is the count of covering intervals what 95% intervals give, but for one chance in 1000?"""
    return stats.binomtest(count, trials, 0.95).pvalue > 0.001


def test_a_planted_effect_is_found_by_both_sides() -> None:
    found = estimates(EFFECT, range(40))
    assert plausible(covered([one.adjusted for one in found], -1.5), 40)
    mean = np.mean([one.change.difference for one in found])
    assert mean == pytest.approx(-1.5, abs=0.35)
    assert supported(found) >= 38


def test_a_therapy_that_does_nothing_is_never_supported() -> None:
    found = estimates(NULL, range(100, 140))
    assert plausible(covered([one.adjusted for one in found], 0.0), 40)
    assert supported(found) == 0


def test_before_and_after_alone_would_have_credited_it() -> None:
    """The reason pre-post is not offered: starters improve by days without any effect."""
    frame = draw_starters(NULL, 100)
    started = frame.filter(frame["arm"] == 1)
    assert (started["mmd_after"] - started["mmd_m1"]).mean() < -1.0


def test_hidden_severity_fools_one_side_and_never_the_pair() -> None:
    found = estimates(HIDDEN, range(200, 240))
    assert covered([one.adjusted for one in found], 0.0) < 20, "too easy a world"
    assert abs(np.mean([one.change.difference for one in found])) < 0.35
    assert supported(found) == 0


@pytest.mark.long
@pytest.mark.parametrize("world", [NULL, HIDDEN, TherapyWorld(12_000, 0.0, 0.35)])
def test_false_support_stays_below_two_in_a_hundred(world: TherapyWorld) -> None:
    assert supported(estimates(world, range(2000, 2200))) <= 4


@pytest.mark.long
def test_coverage_of_the_adjusted_side_over_240_seeds() -> None:
    found = estimates(EFFECT, range(3000, 3240))
    share = covered([one.adjusted for one in found], -1.5) / 240
    assert 0.93 <= share <= 0.97
    assert supported(found) >= 0.95 * 240
