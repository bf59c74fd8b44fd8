"""The exact conditional logit against every set of days written out, and against statsmodels."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import optimize
from small_diary import FACTORS, batches_of, small_diary
from statsmodels.discrete.conditional_models import ConditionalLogit

from models.results import Status
from models.triggers.case_crossover.conditional_logit import (
    ConditionalLogitFit,
    fit_conditional_logit,
)
from models.triggers.within_person import AUDIT_GOAL, fit_within_person


def yes_or_no(n_people: int = 120) -> pd.DataFrame:
    """The small diary with headache or none, and one person who has it on every day."""
    frame = small_diary(n_people=n_people)
    frame["outcome"] = (frame["outcome"] > 0).astype(float)
    frame.loc[frame["person_id"] == 3, "outcome"] = 1.0
    frame["cell"] = frame["person_id"] * 100 + frame["stratum"]
    return frame


def coefficients(fit: ConditionalLogitFit) -> np.ndarray:
    return np.array([row.log_odds_ratio for row in fit.estimates])


def test_equals_every_set_of_days_written_out() -> None:
    """All ways to place the events of ten days, one by one; the sandwich from their scores."""
    frame = yes_or_no(40)
    cells = []
    for (person, _), part in frame.groupby(["person_id", "stratum"]):
        x, y = part[list(FACTORS)].to_numpy(), part["outcome"].to_numpy()
        m = int(y.sum())
        if 0 < m < len(y):
            sets = np.array([x[list(days)].sum(axis=0) for days in combinations(range(len(y)), m)])
            cells.append((person, y @ x, sets))

    def share(sets: np.ndarray, b: np.ndarray) -> np.ndarray:
        weight = np.exp(sets @ b - np.max(sets @ b))
        return weight / weight.sum()

    def score(b: np.ndarray) -> np.ndarray:
        return np.array([seen - share(sets, b) @ sets for _, seen, sets in cells])

    def information(b: np.ndarray) -> np.ndarray:
        return sum(np.cov(sets.T, aweights=share(sets, b), ddof=0) for _, _, sets in cells)

    best = optimize.root(lambda b: -score(b).sum(axis=0), np.zeros(3), jac=information, tol=1e-12)
    by_person = pd.DataFrame(score(best.x)).groupby([person for person, _, _ in cells]).sum()
    bread, n_people = np.linalg.inv(information(best.x)), len(by_person)
    variance = bread @ by_person.T.to_numpy() @ by_person.to_numpy() @ bread
    fit = fit_conditional_logit(batches_of(frame), FACTORS)
    np.testing.assert_allclose(coefficients(fit), best.x, rtol=0, atol=1e-9)
    np.testing.assert_allclose(fit.covariance, variance * n_people / (n_people - 1), rtol=1e-7)
    assert fit.n_contributing == n_people


def left_to_go(
    fit: ConditionalLogitFit, frame: pd.DataFrame, factors: list[str], cell: str
) -> np.ndarray:
    """How far statsmodels' gradient would still move our coefficients; its own fit stops early."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces the groups it drops
        model = ConditionalLogit(frame["outcome"], frame[factors], groups=frame[cell])
    return fit.covariance @ model.score(coefficients(fit))


@pytest.mark.parametrize("by_stratum", [True, False])
def test_equals_statsmodels(by_stratum: bool) -> None:
    frame = yes_or_no()
    frame["pressure"] -= 1013  # it takes exponentials of sums as they are
    fit = fit_conditional_logit(batches_of(frame), FACTORS, by_stratum=by_stratum)
    rest = left_to_go(fit, frame, list(FACTORS), "cell" if by_stratum else "person_id")
    np.testing.assert_allclose(rest, np.zeros(3), atol=1e-7)


def test_real_diary_of_kostecki_dillon(shared_data: Callable[[str], Path]) -> None:
    frame = pd.read_csv(shared_data("kostecki-dillon/kostecki_dillon.csv"))
    frame = frame.sort_values("id", kind="stable").rename(columns={"id": "person_id"})
    frame = frame.assign(
        outcome=(frame["headache"] == "yes").astype(float),
        site_code="montreal",
        airq=frame["airq"].astype(float),
    )
    fit = fit_conditional_logit(batches_of(frame), ("airq",), by_stratum=False)
    np.testing.assert_allclose(left_to_go(fit, frame, ["airq"], "person_id"), [0.0], atol=1e-7)


def test_extreme_predictors_neither_overflow_nor_vanish() -> None:
    frame = yes_or_no()
    fit = fit_conditional_logit(batches_of(frame), FACTORS)
    far = frame.assign(stress=frame["stress"] * 500, pressure=frame["pressure"] / 1e4)
    moved = fit_conditional_logit(batches_of(far), FACTORS, widest=np.inf)
    np.testing.assert_allclose(
        coefficients(moved) * [500, 1, 1e-4], coefficients(fit), rtol=0, atol=1e-8
    )


def test_one_event_in_a_cell_is_the_likelihood_of_the_rate_ratio() -> None:
    frame = yes_or_no()
    repeated = frame.groupby("cell")["outcome"].cumsum() > 1
    frame = frame[~(repeated & (frame["outcome"] == 1))]
    logit = fit_conditional_logit(batches_of(frame), FACTORS)
    poisson = fit_within_person(
        batches_of(frame), FACTORS, by_stratum=True, decrement_goal=AUDIT_GOAL
    )
    expected = [row.log_rate_ratio for row in poisson.estimates]
    np.testing.assert_allclose(coefficients(logit), expected, rtol=0, atol=1e-9)


def test_days_of_people_with_an_event_every_day_are_not_counted() -> None:
    frame = yes_or_no()
    with_them = fit_conditional_logit(batches_of(frame), FACTORS, by_stratum=False)
    without = fit_conditional_logit(
        batches_of(frame[frame["person_id"] != 3]), FACTORS, by_stratum=False
    )
    np.testing.assert_allclose(coefficients(with_them), coefficients(without), rtol=1e-12)
    for one, other in zip(with_them.estimates, without.estimates, strict=True):
        assert one.support == other.support


def test_batching_does_not_change_a_bit() -> None:
    frame = yes_or_no(1500)
    one = fit_conditional_logit(batches_of(frame, rows=33), FACTORS)
    assert one.estimates == fit_conditional_logit(batches_of(frame, rows=10**6), FACTORS).estimates


def test_what_cannot_be_done_is_said() -> None:
    frame = yes_or_no().assign(constant=1.0)
    constant = fit_conditional_logit(batches_of(frame), (*FACTORS, "constant")).estimates[3]
    assert constant.status is Status.NOT_ESTIMABLE
    assert constant.odds_ratio is None
    twice = frame.assign(outcome=frame["outcome"] * 2)
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        fit_conditional_logit(batches_of(twice), FACTORS)
    long = frame.assign(person_id=1, site_code="north")
    with pytest.raises(ValueError, match="days times events"):
        fit_conditional_logit(batches_of(long), FACTORS, by_stratum=False)
