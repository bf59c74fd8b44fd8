"""Factors without an estimate are named with a reason, and the others are what they would be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_diary import FACTORS, batches_of, small_diary

from models.results import Status
from models.triggers.within_person import AUDIT_GOAL, WithinPersonFit, fit_within_person


def fit(frame: pd.DataFrame, factors: tuple[str, ...]) -> WithinPersonFit:
    return fit_within_person(batches_of(frame), factors, decrement_goal=AUDIT_GOAL)


def without_event(frame: pd.DataFrame) -> pd.Series:
    return frame.groupby("person_id")["outcome"].transform("sum") == 0


def troubled_factor(frame: pd.DataFrame, kind: str) -> pd.Series:
    draw = np.random.default_rng(7)
    coin = pd.Series((draw.random(len(frame)) < 0.5).astype(float), frame.index)
    person = int(frame.loc[frame["outcome"] > 0, "person_id"].value_counts().index[0])
    return {
        "constant in everybody": frame["person_id"] % 2.0,
        "varies only without events": coin.where(without_event(frame), 0.0),
        "never on an event day": coin.where(frame["outcome"] == 0, 0.0),
        "on every event day": coin.where(frame["outcome"] == 0, 1.0),
        "one person": coin.where(frame["person_id"] == person, 0.0),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("constant in everybody", "never varies within a person who has an event"),
        ("varies only without events", "never varies within a person who has an event"),
        ("never on an event day", "every event fell on a day at the person's lowest value"),
        ("on every event day", "every event fell on a day at the person's highest value"),
        ("one person", "varies within only one person who has an event"),
    ],
)
def test_a_factor_the_data_cannot_speak_about(kind: str, reason: str) -> None:
    frame = small_diary()
    frame["odd"] = troubled_factor(frame, kind)
    together = fit(frame, (FACTORS[0], "odd", *FACTORS[1:]))
    odd = together.estimates[1]
    assert odd.status is Status.NOT_ESTIMABLE
    assert reason in odd.reason
    if kind != "one person":  # it stays in the model and adjusts the others
        alone = fit(frame, FACTORS)
        assert [together.estimates[place].log_rate_ratio for place in (0, 2, 3)] == pytest.approx(
            [row.log_rate_ratio for row in alone.estimates], abs=1e-9
        )


def test_two_factors_that_move_together_are_both_named_and_the_rest_is_adjusted() -> None:
    frame = small_diary()
    frame["glasses"] = 3 * frame["alcohol"] + frame["person_id"] % 5
    together = fit(frame, ("stress", "alcohol", "glasses", "pressure"))
    stress, alcohol, glasses, pressure = together.estimates
    assert alcohol.reason == "cannot be told apart within people from: glasses"
    assert glasses.reason == "cannot be told apart within people from: alcohol"
    alone = fit(frame, FACTORS)
    assert stress.log_rate_ratio == pytest.approx(alone.estimates[0].log_rate_ratio, abs=1e-9)
    assert pressure.log_rate_ratio == pytest.approx(alone.estimates[2].log_rate_ratio, abs=1e-9)


@pytest.mark.parametrize("seed", range(10, 15))
def test_a_rare_strong_factor_is_still_fitted(seed: int) -> None:
    """From zero a Newton step overshoots a rate ratio of nine to where the likelihood is flat."""
    draw = np.random.default_rng(seed)
    n_people, n_days = 400, 60
    frame = pd.DataFrame(
        {"person_id": np.repeat(np.arange(n_people), n_days), "site_code": "north"}
    )
    frame["rare"] = (draw.random(len(frame)) < 0.01).astype(float)
    frame["outcome"] = (draw.random(len(frame)) < 0.05 * 9 ** frame["rare"]).astype(float)
    (rare,) = fit(frame, ("rare",)).estimates
    assert rare.status is Status.ESTIMATED
    assert abs(rare.log_rate_ratio - np.log(9)) < 3.3 * rare.standard_error


def test_people_who_all_fit_exactly_leave_no_error_to_measure() -> None:
    rows = [(person, "north", y, x) for person in range(6) for y, x in ((1, 1), (1, 0), (0, 0))]
    frame = pd.DataFrame(rows, columns=["person_id", "site_code", "outcome", "wine"]).astype(
        {"outcome": float, "wine": float}
    )
    (wine,) = fit(frame, ("wine",)).estimates
    assert wine.status is Status.NOT_ESTIMABLE
    assert wine.reason == "its people fit too exactly to measure an error from"


def test_nobody_with_an_event_leaves_nothing_to_estimate() -> None:
    frame = small_diary().assign(outcome=0.0)
    result = fit(frame, FACTORS)
    assert {row.status for row in result.estimates} == {Status.NOT_ESTIMABLE}
    assert result.n_contributing == 0
    assert result.n_complete == len(frame)


def test_an_empty_stream_leaves_nothing_to_estimate() -> None:
    result = fit_within_person(list, FACTORS)
    assert {row.status for row in result.estimates} == {Status.NOT_ESTIMABLE}
    assert result.n_rows == 0
