"""Few days, many factors: together they fit every attack, and the likelihood has no top.

Whether a set of factors separates days with attacks from days without is a question a linear
programme can answer; where its answer is yes, no factor may be given a number. A day may tie with
an attack day and they are separated all the same: what has no bound is the direction.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy import optimize
from small_diary import batches_of

from models.results import Status
from models.triggers.case_crossover.conditional_logit import fit_conditional_logit
from models.triggers.within_person import AUDIT_GOAL, PUBLICATION_GOAL, fit_within_person

FACTORS = tuple(f"factor_{number:02}" for number in range(12))


def few_days(seed: int, n_people: int) -> pd.DataFrame:
    """One attack a person in six days, and twelve factors that have nothing to do with it."""
    draw = np.random.default_rng(seed)
    person = np.repeat(np.arange(n_people), 6)
    attack = np.concatenate([draw.permutation([1.0, 0, 0, 0, 0, 0]) for _ in range(n_people)])
    frame = pd.DataFrame({"person_id": person, "stratum": 0, "site_code": "S", "outcome": attack})
    frame["stratum"] = frame["stratum"].astype("int32")
    return frame.assign(**{name: draw.normal(size=len(frame)) for name in FACTORS})


def mixed_days(seed: int) -> pd.DataFrame:
    """A handful of people and six to 23 factors: rare, graded, on many scales, or one person's."""
    draw = np.random.default_rng(seed)
    days = draw.integers(10, 60, draw.integers(3, 14))
    person = np.repeat(np.arange(len(days)), days)
    frame = pd.DataFrame({"person_id": person, "site_code": "S"})
    frame["stratum"] = np.zeros(len(person), dtype="int32")
    for number in range(int(draw.integers(6, 24))):
        rare = (draw.random(len(person)) < draw.uniform(0.02, 0.5)).astype(float)
        graded = draw.normal(size=len(person)) * 10.0 ** draw.integers(-1, 2)
        scored = draw.integers(0, 11, len(person)) / 3
        some = rare * draw.integers(0, 2, len(days))[person]
        frame[f"factor_{number:02}"] = (rare, graded, scored, some)[int(draw.integers(0, 4))]
    return frame.assign(outcome=(draw.random(len(person)) < draw.uniform(0.03, 0.2)).astype(float))


def is_separated(frame: pd.DataFrame, factors: Sequence[str]) -> bool:
    """True where a direction puts no day above an attack day of its person, and some day below."""
    below, level = [], []
    for _, days in frame.groupby("person_id"):
        attacks = days.loc[days["outcome"] > 0, list(factors)].to_numpy()
        if len(attacks):
            others = days.loc[days["outcome"] == 0, list(factors)].to_numpy()
            below.append(others - attacks[0])
            level.append(attacks[1:] - attacks[0])
    rows, ties = np.concatenate(below), np.concatenate(level)
    scale = np.abs(rows).max(axis=0)
    found = optimize.linprog(
        (rows / scale).sum(axis=0),
        A_ub=rows / scale,
        b_ub=np.zeros(len(rows)),
        A_eq=ties / scale if len(ties) else None,
        b_eq=np.zeros(len(ties)) if len(ties) else None,
        bounds=(-1, 1),
    )
    return bool(found.fun < -1e-7)


@pytest.mark.parametrize("fit", [fit_within_person, fit_conditional_logit])
@pytest.mark.parametrize("goal", [PUBLICATION_GOAL, AUDIT_GOAL])
@pytest.mark.parametrize("seed", range(12))
def test_factors_that_together_fit_every_attack_are_given_no_number(
    seed: int, goal: float, fit
) -> None:
    frame = few_days(seed, n_people=6)
    status = Status.NOT_ESTIMABLE if is_separated(frame, FACTORS) else Status.ESTIMATED
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = fit(batches_of(frame), FACTORS, decrement_goal=goal)
    assert {one.status for one in found.estimates} == {status}
    if status is Status.NOT_ESTIMABLE:
        assert all("too many factors for so few days" in one.reason for one in found.estimates)
        assert found.kept == ()


@pytest.mark.parametrize("fit", [fit_within_person, fit_conditional_logit])
def test_the_same_factors_have_numbers_once_there_are_more_days(fit) -> None:
    frame = few_days(0, n_people=60)
    assert not is_separated(frame, FACTORS)
    found = fit(batches_of(frame), FACTORS, decrement_goal=AUDIT_GOAL)
    assert {one.status for one in found.estimates} == {Status.ESTIMATED}


@pytest.mark.parametrize("fit", [fit_within_person, fit_conditional_logit])
@pytest.mark.parametrize("seed", range(40))
def test_factors_of_every_kind_have_no_number_exactly_where_they_separate_the_attacks(
    seed: int, fit
) -> None:
    frame = mixed_days(seed)
    factors = [name for name in frame if name.startswith("factor")]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = fit(batches_of(frame), factors)
    bounded = [
        name for name, one in zip(factors, found.estimates, strict=True) if not is_alone(one.reason)
    ]
    is_without = any("too many factors for so few days" in one.reason for one in found.estimates)
    assert is_without == bool(bounded and is_separated(frame, bounded))


def is_alone(reason: str) -> bool:
    """True for a factor that is left out of the model for what it is by itself."""
    return "never varies" in reason or "every event fell" in reason


def test_a_factor_that_hardly_varies_is_not_stretched_to_a_whole_step() -> None:
    frame = few_days(0, n_people=60)
    frame["hardly"] = frame["factor_00"] / 1e3
    hardly = fit_within_person(batches_of(frame), ("hardly", "factor_01")).estimates[0]
    assert hardly.status is Status.NOT_ESTIMABLE
    assert "no practical end" in hardly.reason
