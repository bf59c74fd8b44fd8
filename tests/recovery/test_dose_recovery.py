"""Planted curves come back: a straight line, a u and nothing at all, each within people."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from dose_world import BESIDE, DOSE, FLAT, Curve, DoseWorld, draw_doses, linear, u_shaped
from scipy import stats

from models.triggers.shapes.amount_counts import count_amounts
from models.triggers.shapes.dose_response import fit_dose_response
from models.triggers.shapes.dose_rows import dose_rows

TRUTHS = {"flat": FLAT, "linear": linear, "u": u_shaped}


def found_in(world: DoseWorld, seed: int) -> pl.DataFrame:
    source = draw_doses(world, seed).to_batches
    counts = count_amounts(source, [DOSE.design_column])[DOSE.design_column]
    return dose_rows([fit_dose_response(source, DOSE, counts, [BESIDE])], "migraine_onset")


@cache
def recovered(name: str, seeds: range) -> pl.DataFrame:
    """Every amount with a number but the reference, over seeds, beside its truth."""
    truth: Curve = TRUTHS[name]
    frames = [found_in(DoseWorld(truth), s).with_columns(seed=pl.lit(s)) for s in seeds]
    found = pl.concat(frames).filter(pl.col("p_value").is_not_null())
    planted = truth(found["amount"].to_numpy()) - truth(found["reference_amount"].to_numpy())
    return found.with_columns(truth=planted).with_columns(
        covers=pl.col("truth").is_between(pl.col("log_ci_low"), pl.col("log_ci_high"))
    )


def words(found: pl.DataFrame) -> list[str]:
    return (
        found.group_by("seed", maintain_order=True).agg(pl.col("shape").first())["shape"].to_list()
    )


def share_called(found: pl.DataFrame, *called: str) -> float:
    said = words(found)
    return sum(word in called for word in said) / len(said)


def chance_of_fewer(successes: int, trials: int, share: float) -> float:
    return float(stats.binom.cdf(successes, trials, share))


@pytest.mark.parametrize("name", TRUTHS)
def test_intervals_cover_the_planted_curve(name: str):
    """Amounts of one population share their noise, so coverage is judged population by population.

    The mean over 20 populations lies within 3.3 of its own standard errors of 95%.
    """
    by_seed = recovered(name, range(300, 320)).group_by("seed").agg(pl.col("covers").mean())
    share = by_seed["covers"].to_numpy()
    assert abs(share.mean() - 0.95) < 3.3 * max(share.std(ddof=1), 0.1) / np.sqrt(len(share))


def test_a_u_is_called_a_u_and_a_line_is_not():
    assert share_called(recovered("u", range(300, 320)), "u") >= 0.7
    line = recovered("linear", range(300, 320))
    assert share_called(line, "rising") >= 0.5
    assert share_called(line, "u", "hill", "falling") <= 0.1


def test_nothing_is_called_flat_or_not_settled():
    said = recovered("flat", range(300, 320))
    right = round(20 * share_called(said, "flat", "not_settled"))
    assert chance_of_fewer(right, 20, 0.95) > 0.001


def test_with_enough_people_nothing_is_called_flat():
    found = found_in(DoseWorld(FLAT, n_people=6000), 301)
    assert found["shape"].unique().to_list() == ["flat"]


def test_a_factor_left_out_would_bend_the_curve():
    """The factor beside goes with the amount: without it in the model a flat truth rises."""
    world = DoseWorld(FLAT, n_people=6000)
    source = draw_doses(world, 302).to_batches
    counts = count_amounts(source, [DOSE.design_column])[DOSE.design_column]
    adjusted = fit_dose_response(source, DOSE, counts, [BESIDE])
    alone = fit_dose_response(source, DOSE, counts, [])
    assert adjusted.p_any > 0.01
    assert alone.p_any < 1e-4


@pytest.mark.long
@pytest.mark.parametrize("name", TRUTHS)
def test_coverage_and_words_over_300_seeds(name: str):
    found = recovered(name, range(7000, 7300))
    assert 0.93 <= found["covers"].mean() <= 0.97
    by_amount = found.group_by("amount").agg(pl.col("covers").sum(), n=pl.len())
    for covered, n in by_amount.filter(pl.col("n") >= 200).select("covers", "n").iter_rows():
        assert stats.binomtest(covered, n, 0.95).pvalue > 0.001
    if name == "flat":
        assert share_called(found, "flat", "not_settled") >= 0.95
    if name == "u":
        assert share_called(found, "u") >= 0.8
