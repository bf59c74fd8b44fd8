"""Two therapies that add up, and two that do more: found, and not made up."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from arm_world import draw_layers
from scipy import stats

from models.therapies.layers.layer_pairs import LayerPair
from models.therapies.layers.layer_rows import layer_rows

ADDED = (-1.0, -1.0, -2.0)
SYNERGY = (-1.0, -1.0, -4.0)
ONE_RESPONSE = (-1.0, -1.0, -1.0)
"""Neither does anything, and starting anything brings one day less."""


def fits(world: tuple[float, float, float], seeds: range, n_people: int = 5000) -> pl.DataFrame:
    """One row a seed."""
    pair = LayerPair("massage", "omt", 0, "")
    return pl.concat(
        layer_rows([pair], lambda _one, _other, seed=seed: draw_layers(n_people, *world, seed))
        for seed in seeds
    )


def plausible(rows: pl.DataFrame, name: str, truth: float) -> bool:
    """Do as many intervals hold the truth as 95% intervals do, but for one chance in 1000?"""
    held = (pl.col(f"{name}_low") <= truth) & (pl.col(f"{name}_high") >= truth)
    return bool(stats.binomtest(rows.filter(held).height, rows.height, 0.95).pvalue > 0.001)


@pytest.mark.parametrize(("world", "first"), [(ADDED, 0), (SYNERGY, 100)])
def test_the_four_contrasts_hold_the_truth(world: tuple[float, float, float], first: int):
    found = fits(world, range(first, first + 20))
    one, other, both = world
    truths = {"joint": both, "one": one, "other": other, "excess": both - one - other}
    for name, truth in truths.items():
        assert plausible(found, name, truth), name
    assert found["excess"].mean() == pytest.approx(truths["excess"], abs=0.25)


def test_a_synergy_is_said_and_none_is_made_up():
    said = fits(SYNERGY, range(200, 210))["reading"].to_list()
    assert said.count("more_than_added") >= 8
    assert set(fits(ADDED, range(300, 320))["reading"]) == {"no_interaction_shown"}


def test_one_response_to_starting_anything_is_never_read_as_more_than_added():
    found = fits(ONE_RESPONSE, range(400, 410))
    assert plausible(found, "excess", 1.0)
    assert "more_than_added" not in found["reading"].to_list()


def test_the_means_by_themselves_would_say_that_both_do_little():
    """People begin both at their worst: without that held alike, a day and more is lost."""
    frame = draw_layers(5000, *ADDED, seed=0)
    means = frame.group_by("arm").agg(pl.col("mmd_after").mean()).sort("arm")["mmd_after"]
    assert means[3] - means[0] > -1.0


@pytest.mark.long
@pytest.mark.parametrize(("world", "first"), [(ADDED, 10_000), (SYNERGY, 20_000)])
def test_coverage_over_200_seeds(world: tuple[float, float, float], first: int):
    found = fits(world, range(first, first + 200))
    one, other, both = world
    truths = {"joint": both, "one": one, "other": other, "excess": both - one - other}
    for name, truth in truths.items():
        assert plausible(found, name, truth), name
    share = np.mean([word == "more_than_added" for word in found["reading"]])
    assert share >= 0.8 if world == SYNERGY else share <= 0.02
