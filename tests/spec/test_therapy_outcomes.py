"""Who an outcome is known of, and what it is: small tables."""

from __future__ import annotations

import polars as pl
import pytest

from models.therapies.outcomes import FURTHER, HEADLINE, people_with
from triggerscape.contract.trials import PERSON_AT_ZERO, START
from triggerscape.disclosure.rule import EFFECT_MEASURES
from triggerscape.meanings.measures import MEASURES

BY_NAME = {outcome.measure_id: outcome for outcome in (HEADLINE, *FURTHER)}


@pytest.mark.parametrize(
    ("before", "after", "responded"),
    [
        (8.0, 5.7, (0, 0, 0)),
        (8.0, 5.6, (1, 0, 0)),
        (8.0, 4.0, (1, 1, 0)),
        (8.0, 2.0, (1, 1, 1)),
        (8.0, 9.0, (0, 0, 0)),
        (4.0, 0.0, (1, 1, 1)),
        (3.9, 0.0, None),  # too few days to fall from
        (None, 0.0, None),
    ],
)
def test_a_response_is_a_fall_below_the_months_before(
    before: float | None, after: float, responded: tuple[int, ...] | None
) -> None:
    frame = pl.DataFrame(
        {"mmd_before": [before], "mmd_after": [after]}, schema_overrides={"mmd_before": pl.Float64}
    )
    found = [
        people_with(frame, BY_NAME[f"responder_{percent}_difference"])["outcome"].to_list()
        for percent in (30, 50, 75)
    ]
    assert found == ([[], [], []] if responded is None else [[float(one)] for one in responded])


@pytest.mark.parametrize(
    ("measure", "before", "after", "is_in"),
    [
        ("hit6_difference", 62, 58, True),
        ("hit6_difference", None, 58, False),  # the arms could not be held alike
        ("hit6_difference", 62, None, False),
        ("headache_day_difference", None, 6, True),  # the three months of attack days are there
        ("headache_day_difference", 8, None, False),
    ],
)
def test_who_tells_an_outcome(
    measure: str, before: int | None, after: int | None, is_in: bool
) -> None:
    outcome = BY_NAME[measure]
    frame = pl.DataFrame({outcome.before: [before], outcome.after: [after]})
    assert people_with(frame, outcome).height == int(is_in)


def test_stopping_is_a_yes_or_no_of_who_is_on_record() -> None:
    frame = pl.DataFrame({"is_stopped_by_84": [True, False, None]})
    assert people_with(frame, BY_NAME["stopping_difference"])["outcome"].to_list() == [1.0, 0.0]


def test_every_outcome_is_on_the_trials_tables_and_published_as_an_effect() -> None:
    columns = {*PERSON_AT_ZERO.column_names, *START.column_names, "early", ""}
    for outcome in BY_NAME.values():
        assert {outcome.after, outcome.before, outcome.since} <= columns
    assert set(BY_NAME) <= {measure for measure, *_ in MEASURES}
    assert set(BY_NAME) <= EFFECT_MEASURES


def test_migraine_days_come_first_and_alone_count_from_before_the_dip() -> None:
    assert (HEADLINE.since, HEADLINE.smallest_worthwhile) == ("early", 0.5)
    assert {outcome.since for outcome in FURTHER} & {"early"} == set()
