"""Planted products of factors come back, and where there are none few are found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest
from pair_world import PairWorld, draw_pairs
from scipy import stats

from models.results import FactorEstimate
from models.triggers.pairs.pair_fit import FALSE_DISCOVERY_RATE, PairFit, fit_pairs
from models.triggers.within_person import fit_within_person

MAINS = (0.4, 0.3, 0.2, -0.2, 0.2, 0.1)
THREE = ((0, 1), (2, 3), (4, 5))


def world(n_factors: int, n_people: int, n_days: int, size: float = 0.0) -> PairWorld:
    truth = MAINS + (0.0,) * (n_factors - len(MAINS))
    products = dict.fromkeys(THREE, size) if size else {}
    return PairWorld(truth, n_people, n_days, products)


@dataclass(frozen=True)
class Searched:
    """Per seed: share of null tests at p < 0.05, share of planted pairs found, false share."""

    rejected: np.ndarray
    power: np.ndarray
    false_share: np.ndarray
    planted: list[tuple[FactorEstimate, float]]


def search(where: PairWorld, seeds: range) -> Searched:
    rejected, power, false_share, planted = [], [], [], []
    for seed in seeds:
        fits = fit_pairs(draw_pairs(where, seed).to_batches, where.factors, where.pairs)
        null = [fit for fit in fits if (fit.first, fit.second) not in where.planted]
        found = {(f.first, f.second) for f in fits if selected(f)}
        rejected.append(
            np.mean([f.test.p_value < 0.05 for f in null if f.test.p_value is not None])
        )
        power.append(len(found & where.planted) / max(len(where.planted), 1))
        false_share.append(len(found - where.planted) / max(len(found), 1))
        planted += [(f.interaction, truth_of(where, f)) for f in fits if f not in null]
    return Searched(np.array(rejected), np.array(power), np.array(false_share), planted)


def selected(fit: PairFit) -> bool:
    return fit.q_value is not None and fit.q_value <= FALSE_DISCOVERY_RATE


def truth_of(where: PairWorld, fit: PairFit) -> float:
    first, second = where.factors.index(fit.first), where.factors.index(fit.second)
    return where.products[first, second]


def with_raw_product(table: pa.Table, first: str, second: str) -> pa.Table:
    product = table[first].to_numpy() * table[second].to_numpy()
    return table.append_column("product", pa.array(product))


def test_tests_of_no_product_reject_at_their_level():
    """The share over 12 populations lies within 3.3 of its own standard errors of 5%."""
    rejected = search(world(10, 300, 90), range(100, 112)).rejected
    assert abs(rejected.mean() - 0.05) < 3.3 * rejected.std(ddof=1) / np.sqrt(len(rejected))


def test_planted_products_are_found_and_measured():
    searched = search(world(10, 800, 90, size=0.4), range(100, 106))
    assert searched.power.mean() >= 0.8
    assert searched.false_share.mean() <= 0.2
    off = [(row.log_rate_ratio - truth) / row.standard_error for row, truth in searched.planted]
    assert abs(np.mean(off)) < 3.3 / np.sqrt(len(off))


def test_people_who_differ_are_no_interaction():
    """An effect that is stronger in people who meet the other factor often is between people.

    A raw product in the same model takes it for an interaction; the centred product does not.
    """
    where = PairWorld((0.2, 0.2), 800, 90, moderation=0.5, base_rate=0.02)
    centred, raw = [], []
    for seed in range(100, 120):
        table = draw_pairs(where, seed)
        (fit,) = fit_pairs(table.to_batches, where.factors, [("factor_0", "factor_1")])
        centred.append(fit.test.p_value < 0.05)
        wide = with_raw_product(table, "factor_0", "factor_1")
        naive = fit_within_person(wide.to_batches, [*where.factors, "product"])
        raw.append(naive.estimates[-1].p_value < 0.05)
    assert stats.binomtest(sum(centred), 20, 0.05, "greater").pvalue > 0.001
    assert np.mean(raw) > 0.2


def test_factors_that_multiply_exceed_their_sum():
    """The usual case: no interaction ratio, and still more attacks together than they add up to."""
    where = PairWorld((0.8, 0.7), 3000, 90)
    (fit,) = fit_pairs(draw_pairs(where, 55).to_batches, where.factors, where.pairs)
    assert fit.interaction.ci_low < 0 < fit.interaction.ci_high
    assert fit.excess.value > 4 * fit.excess.standard_error


@pytest.mark.long
def test_300_products_of_25_factors_without_any_over_200_seeds():
    searched = search(world(25, 1250, 110), range(2000, 2200))
    assert 0.045 <= searched.rejected.mean() <= 0.055
    assert (searched.false_share > 0).mean() <= 0.15


@pytest.mark.long
def test_three_among_300_products_over_100_seeds():
    searched = search(world(25, 1250, 110, size=0.35), range(3000, 3100))
    assert searched.power.mean() >= 0.9
    assert searched.false_share.mean() <= 0.15
    covers = [row.ci_low <= truth <= row.ci_high for row, truth in searched.planted]
    assert stats.binomtest(sum(covers), len(covers), 0.95).pvalue > 0.001
