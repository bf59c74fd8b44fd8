"""Few days, many factors: together they fit every attack, and the likelihood has no top.

Whether a set of factors separates days with attacks from days without is a question a linear
programme can answer; where its answer is yes, no factor may be given a number.
"""

from __future__ import annotations

import warnings

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


def is_separated(frame: pd.DataFrame) -> bool:
    """True where some direction puts every attack day above every other day of its person."""
    differences = [
        days.loc[days["outcome"] == 0, list(FACTORS)].to_numpy()
        - days.loc[days["outcome"] == 1, list(FACTORS)].to_numpy()
        for _, days in frame.groupby("person_id")
    ]
    below = np.concatenate(differences)
    found = optimize.linprog(
        np.zeros(len(FACTORS)), A_ub=below, b_ub=-np.ones(len(below)), bounds=(None, None)
    )
    return bool(found.status == 0)


@pytest.mark.parametrize("fit", [fit_within_person, fit_conditional_logit])
@pytest.mark.parametrize("goal", [PUBLICATION_GOAL, AUDIT_GOAL])
@pytest.mark.parametrize("seed", range(12))
def test_factors_that_together_fit_every_attack_are_given_no_number(
    seed: int, goal: float, fit
) -> None:
    frame = few_days(seed, n_people=6)
    status = Status.NOT_ESTIMABLE if is_separated(frame) else Status.ESTIMATED
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
    assert not is_separated(frame)
    found = fit(batches_of(frame), FACTORS, decrement_goal=AUDIT_GOAL)
    assert {one.status for one in found.estimates} == {Status.ESTIMATED}
