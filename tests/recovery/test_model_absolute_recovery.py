"""Planted burdens come back: attacks that would not have been, with intervals that hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from burden_world import BurdenWorld, draw_burden
from scipy import stats

from models.stream.person_blocks import BatchSource
from models.triggers.absolute.attributable import attributable_sums
from models.triggers.absolute.shares_and_rates import Measured, avoided_per_day, avoided_share
from models.triggers.adjustment.set_fits import fit_sets
from triggerscape.factors import FACTORS

CODES = ("meal_skipped", "stress_level")
CHOSEN = [factor for factor in FACTORS if factor.code in CODES]
WORLD = BurdenWorld()
LEVELS = {"meal_skipped": 0.0, "stress_level": WORLD.stress_level}


@pytest.fixture(scope="module")
def truth() -> dict[str, tuple[float, float]]:
    """Per factor the burden of everybody, from a population 100 times as large."""
    _, expected = draw_burden(BurdenWorld(n_people=40_000), 77)
    return {code: (expected[code].per_100, expected[code].share) for code in CODES}


def found(seed: int) -> dict[str, tuple[Measured, Measured]]:
    table, _ = draw_burden(WORLD, seed)

    def read(columns: Sequence[str]) -> BatchSource:
        return table.select(["person_id", "site_code", "outcome", *columns]).to_batches

    return {
        code: (avoided_per_day(sums).times(100.0), avoided_share(sums))
        for one in fit_sets(read, CHOSEN)
        for code, sums in attributable_sums(read, one, LEVELS).items()
    }


def recovered(seeds: range, truth) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deviation, error and whether the interval holds: (seeds, factors, 2)."""
    runs = [found(seed) for seed in seeds]

    def each(what) -> np.ndarray:
        return np.array(
            [[[what(run[c][k], truth[c][k]) for k in (0, 1)] for c in CODES] for run in runs]
        )

    return (
        each(lambda m, t: m.value - t),
        each(lambda m, _: m.standard_error),
        each(lambda m, t: m.ci_low <= t <= m.ci_high),
    )


def test_burdens_are_unbiased_and_their_errors_are_the_spread(truth) -> None:
    off, error, holds = recovered(range(30), truth)
    mean_error = off.std(axis=0, ddof=1) / np.sqrt(len(off))
    assert np.all(np.abs(off.mean(axis=0)) < 3.3 * mean_error)
    assert 0.8 < (error.mean(axis=0) / off.std(axis=0, ddof=1)).mean() < 1.25
    assert stats.binomtest(int(holds.sum()), holds.size, 0.95).pvalue > 0.001


@pytest.mark.long
def test_intervals_hold_over_240_seeds(truth) -> None:
    off, error, holds = recovered(range(2000, 2240), truth)
    assert np.all(np.abs(holds.mean(axis=0) - 0.95) < 0.045)
    assert 0.93 <= holds.mean() <= 0.97
    assert np.all(np.abs(error.mean(axis=0) / off.std(axis=0, ddof=1) - 1) < 0.12)
