"""Planted rate ratios come back within people, and a pooled regression on the same days fails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest
from diary_world import DiaryWorld, draw_diary
from scipy import stats

from models.multiplicity import q_values
from models.results import FactorEstimate
from models.triggers.between_person import fit_between_person
from models.triggers.disagreement import contrasts_disagree
from models.triggers.verdicts import factor_verdict
from models.triggers.within_person import fit_within_person

TRUTH = (0.5, 0.3, 0.2, -0.3, 0.0, 0.0, 0.0, 0.0)
NULL = np.array(TRUTH) == 0
SMALL = DiaryWorld(TRUTH, n_people=200, n_days=60)
FULL = DiaryWorld(TRUTH, n_people=300, n_days=90)


@dataclass(frozen=True)
class Recovered:
    """Per seed and factor: estimate, error, whether its interval covers the truth, verdict."""

    estimate: np.ndarray
    error: np.ndarray
    covers: np.ndarray
    verdict: np.ndarray


def judge(rows: tuple[FactorEstimate, ...]) -> list[str]:
    adjusted = q_values([row.p_value for row in rows])
    return [
        factor_verdict("candidate", row, q_value).code
        for row, q_value in zip(rows, adjusted, strict=True)
    ]


def recover(world: DiaryWorld, seeds: range) -> Recovered:
    fits = [fit_within_person(draw_diary(world, s).to_batches, world.factors) for s in seeds]
    return Recovered(
        estimate=np.array([[row.log_rate_ratio for row in fit.estimates] for fit in fits]),
        error=np.array([[row.standard_error for row in fit.estimates] for fit in fits]),
        covers=np.array(
            [
                [row.ci_low <= truth <= row.ci_high]
                for fit in fits
                for row, truth in zip(fit.estimates, world.truth, strict=True)
            ]
        ).reshape(len(fits), -1),
        verdict=np.array([judge(fit.estimates) for fit in fits]),
    )


def pooled_poisson(table: pa.Table, factors: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The naive model: all days together, an intercept, errors clustered by person."""
    x = np.column_stack([np.ones(table.num_rows), *(table[name].to_numpy() for name in factors)])
    y = table["outcome"].to_numpy()
    b = np.array([np.log(y.mean()), *np.zeros(len(factors))])
    for _ in range(12):
        mean = np.exp(x @ b)
        b = b + np.linalg.solve((x.T * mean) @ x, x.T @ (y - mean))
    mean = np.exp(x @ b)
    _, first = np.unique(table["person_id"].to_numpy(), return_index=True)
    scores = np.add.reduceat(x * (y - mean)[:, np.newaxis], first, axis=0)
    bread = np.linalg.inv((x.T * mean) @ x)
    return b[1:], np.sqrt(np.diag(bread @ scores.T @ scores @ bread))[1:]


def pooled_coverage(world: DiaryWorld, seeds: range) -> float:
    covered = []
    for seed in seeds:
        effect, error = pooled_poisson(draw_diary(world, seed), world.factors)
        covered.append(np.abs(effect - np.array(world.truth)) < 1.96 * error)
    return float(np.mean(covered))


def chance_of(successes: int, trials: int, share: float) -> float:
    """Two-sided binomial probability of a count at least this far off."""
    return float(stats.binomtest(successes, trials, share).pvalue)


@pytest.fixture(scope="module")
def forty() -> Recovered:
    return recover(SMALL, range(40))


def test_estimates_are_unbiased(forty: Recovered) -> None:
    """The mean over seeds lies within 3.3 of its own standard errors of the truth."""
    off = forty.estimate.mean(axis=0) - np.array(TRUTH)
    spread = forty.estimate.std(axis=0, ddof=1) / np.sqrt(len(forty.estimate))
    assert np.all(np.abs(off) < 3.3 * spread), off / spread


def test_ninety_five_percent_intervals_cover_as_often(forty: Recovered) -> None:
    assert chance_of(int(forty.covers.sum()), forty.covers.size, 0.95) > 0.001


def test_reported_errors_are_the_spread_over_seeds(forty: Recovered) -> None:
    ratio = forty.error.mean(axis=0) / forty.estimate.std(axis=0, ddof=1)
    assert 0.9 < ratio.mean() < 1.1


def test_false_discoveries_stay_within_their_share(forty: Recovered) -> None:
    """Under BH at 5%, at most a tenth of what is called trigger or protective is null."""
    found = np.isin(forty.verdict, ["trigger", "protective"])
    assert found[:, NULL].sum() <= 0.10 * found.sum()
    assert found[:, 0].mean() > 0.8
    assert not np.any(forty.verdict[:, 3] == "trigger")


def test_pooling_all_days_fails_in_this_world() -> None:
    """Otherwise the world would be too easy to tell a good estimator from a naive one."""
    assert pooled_coverage(SMALL, range(20)) < 0.80


def test_a_factor_that_only_marks_ill_people_is_null_within_and_flagged() -> None:
    world = DiaryWorld((0.0,), n_people=1500, n_days=40, confounding=0.8)
    source = draw_diary(world, 77).to_batches
    (within,) = fit_within_person(source, world.factors).estimates
    (between,) = fit_between_person(source, world.factors)
    assert within.ci_low < 0 < within.ci_high
    assert between.ci_low > 0.2
    assert contrasts_disagree(within, between)


@pytest.mark.long
def test_coverage_over_240_seeds() -> None:
    recovered = recover(FULL, range(1000, 1240))
    coverage = recovered.covers.mean(axis=0)
    assert 0.93 <= recovered.covers.mean() <= 0.97
    assert np.all([chance_of(int(c * 240), 240, 0.95) > 0.001 for c in coverage]), coverage
    found = np.isin(recovered.verdict, ["trigger", "protective"])
    assert found[:, NULL].sum() <= 0.10 * found.sum()
    assert pooled_coverage(FULL, range(1000, 1060)) < 0.70
