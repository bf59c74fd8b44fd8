"""The within-person estimator against pyfixest and against a plain loop over people."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyfixest as pf
import pytest
from scipy import optimize
from small_diary import FACTORS, batches_of, small_diary

from models.results import FactorEstimate, Status
from models.triggers.likelihood.first_pass import FirstPass, first_pass
from models.triggers.within_person import AUDIT_GOAL, WithinPersonFit, fit_within_person


def audit(frame: pd.DataFrame, factors: tuple[str, ...] = FACTORS, **settings) -> WithinPersonFit:
    return fit_within_person(batches_of(frame), factors, decrement_goal=AUDIT_GOAL, **settings)


def cr0(fit: WithinPersonFit) -> np.ndarray:
    n_people = fit.n_contributing
    errors = np.array([row.standard_error for row in fit.estimates if row.standard_error])
    return errors * np.sqrt((n_people - 1) / n_people)


def by_pyfixest(
    frame: pd.DataFrame, formula: str, weights: str | None = None
) -> tuple[np.ndarray, np.ndarray]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces the people it drops, as we do in counts
        model = pf.fepois(
            formula,
            data=frame,
            weights=weights,
            vcov={"CRV1": "person_id"},
            ssc=pf.ssc(k_adj=False, G_adj=False),
            iwls_tol=1e-12,
            fixef_tol=1e-12,
        )
    return model.coef().to_numpy(), model.se().to_numpy()


def coefficients(fit: WithinPersonFit) -> np.ndarray:
    return np.array([row.log_rate_ratio for row in fit.estimates if row.log_rate_ratio])


def test_person_absorbed_equals_pyfixest() -> None:
    frame = small_diary()
    fit = audit(frame)
    coef, error = by_pyfixest(frame, "outcome ~ stress + alcohol + pressure | person_id")
    np.testing.assert_allclose(coefficients(fit), coef, rtol=0, atol=1e-9)
    np.testing.assert_allclose(cr0(fit), error, rtol=1e-6)


def test_person_by_stratum_with_person_clusters_equals_pyfixest() -> None:
    frame = small_diary()
    frame["cell"] = frame["person_id"] * 100 + frame["stratum"]
    fit = audit(frame, by_stratum=True)
    coef, error = by_pyfixest(frame, "outcome ~ stress + alcohol + pressure | cell")
    np.testing.assert_allclose(coefficients(fit), coef, rtol=0, atol=1e-9)
    np.testing.assert_allclose(cr0(fit), error, rtol=1e-6)


def test_equals_a_plain_loop_over_people() -> None:
    """The conditional likelihood written down person by person and handed to an optimiser."""
    frame = small_diary()
    people = [
        (part[list(FACTORS)].to_numpy(), part["outcome"].to_numpy())
        for _, part in frame.groupby("person_id")
        if part["outcome"].sum() > 0 and len(part) > 1
    ]

    def share(x: np.ndarray, b: np.ndarray) -> np.ndarray:
        weight = np.exp(x @ b - np.max(x @ b))
        return weight / weight.sum()

    def score(b: np.ndarray) -> np.ndarray:
        return np.array([x.T @ (y - y.sum() * share(x, b)) for x, y in people])

    def information(b: np.ndarray) -> np.ndarray:
        return sum(y.sum() * np.cov(x.T, aweights=share(x, b), ddof=0) for x, y in people)

    best = optimize.root(lambda b: -score(b).sum(axis=0), np.zeros(3), jac=information, tol=1e-12)
    bread = np.linalg.inv(information(best.x))
    n_people = len(people)
    variance = bread @ score(best.x).T @ score(best.x) @ bread * n_people / (n_people - 1)
    fit = audit(frame)
    np.testing.assert_allclose(coefficients(fit), best.x, rtol=0, atol=1e-9)
    np.testing.assert_allclose(fit.covariance, variance, rtol=1e-6)
    assert fit.n_contributing == n_people


def test_publication_goal_is_within_a_tenth_of_a_percent_of_an_error() -> None:
    frame = small_diary(n_people=900)
    quick = fit_within_person(batches_of(frame), FACTORS)
    exact = audit(frame)
    assert quick.passes == 2
    error = np.array([row.standard_error for row in exact.estimates])
    np.testing.assert_allclose(
        (coefficients(quick) - coefficients(exact)) / error, np.zeros(3), atol=1e-3
    )


@pytest.mark.parametrize("off", [-30.0, 4.0, 30.0])
def test_a_poor_first_pass_costs_passes_and_changes_nothing(
    off: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = small_diary()
    expected = audit(frame)

    def far_off(*arguments: object, **settings: object) -> FirstPass:
        first = first_pass(*arguments, **settings)
        return replace(first, point=first.point + np.array([0.0, off, 0.0]))

    monkeypatch.setattr("models.triggers.within_person.first_pass", far_off)
    found = audit(frame)
    assert found.passes > expected.passes
    np.testing.assert_allclose(coefficients(found), coefficients(expected), rtol=0, atol=1e-9)


def same_bits(one: WithinPersonFit, other: WithinPersonFit) -> bool:
    return one.estimates == other.estimates and np.array_equal(one.covariance, other.covariance)


@pytest.mark.parametrize("threads", [2, 4])
@pytest.mark.parametrize("kept_bytes", [0, 10**9])
def test_threads_do_not_change_a_bit(
    threads: int, kept_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.stream.block_stream.KEPT_BYTES", kept_bytes)
    monkeypatch.setattr("models.triggers.likelihood.first_pass.OPENING_BLOCKS", 2)
    frame = small_diary(n_people=5000)  # seven blocks: two held, then stretches of 1, 2 and 2
    assert same_bits(audit(frame, threads=1), audit(frame, threads=threads))


@pytest.mark.parametrize("rows", [1, 33, 16384, 10**6])
def test_batching_does_not_change_a_bit(rows: int) -> None:
    frame = small_diary(n_people=60 if rows == 1 else 1800)
    whole = fit_within_person(batches_of(frame, rows=500), FACTORS)
    assert same_bits(whole, fit_within_person(batches_of(frame, rows=rows), FACTORS))


def test_keeping_blocks_in_memory_does_not_change_a_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = small_diary(n_people=3000)
    scans = []

    def counted() -> list[pa.RecordBatch]:
        scans.append(1)
        return batches_of(frame)()

    kept = fit_within_person(counted, FACTORS)
    assert len(scans) == 1
    monkeypatch.setattr("models.stream.block_stream.KEPT_BYTES", 500_000)  # two of the four blocks
    assert same_bits(kept, fit_within_person(counted, FACTORS))
    assert len(scans) == 1 + kept.passes


def test_two_passes_are_enough_to_publish_and_three_to_audit() -> None:
    frame = small_diary(n_people=9000)  # twelve blocks: a stretch of four behind the opening
    quick, exact = fit_within_person(batches_of(frame), FACTORS), audit(frame)
    assert quick.passes == 2
    assert exact.passes <= 3
    error = [row.standard_error for row in exact.estimates]
    np.testing.assert_allclose(
        (coefficients(quick) - coefficients(exact)) / error, np.zeros(3), atol=1e-4
    )


@pytest.mark.parametrize("by_stratum", [False, True])
def test_weighted_days_equal_pyfixest(by_stratum: bool) -> None:
    frame = small_diary()
    frame["inverse"] = np.random.default_rng(5).uniform(0.5, 4.0, len(frame))
    frame["cell"] = frame["person_id"] * 100 + frame["stratum"] if by_stratum else frame.person_id
    fit = audit(frame, weight="inverse", by_stratum=by_stratum)
    formula = "outcome ~ stress + alcohol + pressure | cell"
    coef, error = by_pyfixest(frame, formula, weights="inverse")
    np.testing.assert_allclose(coefficients(fit), coef, rtol=0, atol=1e-9)
    np.testing.assert_allclose(cr0(fit), error, rtol=1e-6)
    assert fit.estimates[0].support == audit(frame, by_stratum=by_stratum).estimates[0].support


def test_a_weight_of_two_is_the_day_twice_and_a_weight_of_nothing_no_day() -> None:
    frame = small_diary()
    frame["times"] = np.random.default_rng(6).integers(0, 3, len(frame)).astype(float)
    frame.loc[frame.index[:40:3], "times"] = np.nan
    repeated = frame.loc[frame.index.repeat(frame["times"].fillna(0).astype(int))]
    # The same people must be left: one day twice is no comparison, one day of weight two neither.
    several = frame[frame["times"] > 0].groupby("person_id").size() > 1
    chosen = several.index[several]
    weighted = audit(frame[frame["person_id"].isin(chosen)], weight="times")
    plain = audit(repeated[repeated["person_id"].isin(chosen)])
    np.testing.assert_allclose(coefficients(weighted), coefficients(plain), rtol=1e-9)
    np.testing.assert_allclose(weighted.covariance, plain.covariance, rtol=1e-7)
    assert weighted.n_complete == int((frame[frame["person_id"].isin(chosen)]["times"] > 0).sum())


def test_a_factor_far_from_zero_loses_no_digits() -> None:
    """Sums of squares around a pressure in pascal would cancel; the days are centred first."""
    frame = small_diary()
    far = frame.assign(pressure=frame["pressure"] * 100 + 1e6 * (frame["person_id"] % 7))
    near, moved = audit(frame).estimates[2], audit(far).estimates[2]
    assert moved.log_rate_ratio * 100 == pytest.approx(near.log_rate_ratio, rel=1e-8)
    assert moved.standard_error * 100 == pytest.approx(near.standard_error, rel=1e-8)


def test_site_sums_add_up_to_the_whole_and_hold_each_site() -> None:
    frame = small_diary()
    fit = fit_within_person(batches_of(frame), FACTORS)
    sites = fit.site_sums.values()
    assert sorted(fit.site_sums) == ["north", "south", "west"]
    assert sum(site.n_people for site in sites) == fit.n_contributing
    gradient = sum(site.gradient for site in sites)
    information = sum(site.information for site in sites)
    step = np.linalg.solve(information, gradient)
    np.testing.assert_allclose(coefficients(fit), fit.expansion_point + step, rtol=1e-12)
    bread = np.linalg.inv(information)
    meat = sum(site.meat for site in sites) * fit.n_contributing / (fit.n_contributing - 1)
    np.testing.assert_allclose(fit.covariance, bread @ meat @ bread, rtol=1e-9)
    north = audit(frame[frame["site_code"] == "north"])
    assert fit.site_sums["north"].n_people == north.n_contributing


def test_real_diary_of_kostecki_dillon(shared_data: Callable[[str], Path]) -> None:
    """132 of 133 people with headache days; medication never changes within a person."""
    frame = pd.read_csv(shared_data("kostecki-dillon/kostecki_dillon.csv"))
    frame = frame.sort_values("id", kind="stable").rename(columns={"id": "person_id"})
    frame = frame.assign(
        outcome=(frame["headache"] == "yes").astype(float),
        site_code="montreal",
        airq=frame["airq"].astype(float),
        medication=frame["medication"].map({"none": 0.0, "reduced": 1.0, "continuing": 2.0}),
    )
    fit = audit(frame, ("airq", "medication"))
    airq, medication = fit.estimates
    coef, error = by_pyfixest(frame, "outcome ~ airq | person_id")
    assert airq.log_rate_ratio == pytest.approx(coef[0], abs=1e-9)
    np.testing.assert_allclose(cr0(fit), error, rtol=1e-6)
    assert_not_estimable(medication, "never varies")


def assert_not_estimable(row: FactorEstimate, reason: str) -> None:
    assert row.status is Status.NOT_ESTIMABLE
    assert reason in row.reason
    assert row.log_rate_ratio is row.standard_error is row.p_value is None
