"""Whatever comes, in whatever parcels: what is added night by night equals a build from nothing.

Each table says how far its SELECT reaches into its inputs; a reach told too short shows here.
"""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from feature_deliveries import moment, silent
from feature_lake import Delivery, accept, build_features, built_files, workspace
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain_features_people import Row, Tables, invent

DAYS = {
    "core.diary_day": "diary_date",
    "core.diary_coverage": "from_date",
    "core.therapy": "start_date",
    "core.visit": "visit_date",
    "core.questionnaire": "completed_on",
}
WHO = ("person_id", "site_code", "person_key")
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
# A seed says it all: there is nothing to make smaller.
PHASES = (Phase.explicit, Phase.generate)


def in_parcels(people: Tables, nights: list[date]) -> list[Delivery]:
    """All that was known by each night, what is new since the one before."""
    parcels = []
    for number, night in enumerate(nights):
        before = nights[number - 1] if number else date.min
        tables = {
            name: [row for row in people.get(name, []) if before < row[day] <= night]
            for name, day in DAYS.items()
        }
        if number == 0:
            tables["core.person"] = people["core.person"]
        parcels.append(Delivery(f"night {number}", moment(number + 1), tables))
    return parcels


def second_thoughts(people: Tables, draw: random.Random, number: int) -> Delivery:
    """Days told otherwise, taken back, or told for the first time long after."""
    days = people["core.diary_day"]
    rows: list[Row] = []
    for row in draw.sample(days, min(len(days), draw.randrange(1, 8))):
        match draw.choice(("silent", "otherwise", "elsewhere")):
            case "silent":
                rows.append(silent(row))
            case "otherwise":
                own = {name: row[name] for name in (*WHO, "diary_date", "date_is_relative")}
                rows.append(draw.choice(days) | own)
            case "elsewhere":
                day = row["diary_date"] + timedelta(draw.randrange(-50, 50))
                rows.append(row | {"diary_date": day})
    by_key = {(row["person_id"], row["diary_date"]): row for row in rows}
    return Delivery(f"thought {number}", moment(200), {"core.diary_day": [*by_key.values()]})


def assert_increments_equal(deliveries: list[Delivery]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        step_by_step = workspace(Path(folder) / "steps", buckets=1)
        for delivery in deliveries:
            accept(step_by_step, delivery)
            build_features(step_by_step)
        at_once = workspace(Path(folder) / "once", buckets=1)
        for delivery in deliveries:
            accept(at_once, delivery)
        build_features(at_once)
        found, expected = built_files(step_by_step.lake), built_files(at_once.lake)
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == []


def night_by_night(seed: int, nights: int) -> None:
    people = invent(seed, people=6, days=150)
    last = max(row["diary_date"] for row in people["core.diary_day"])
    deliveries = in_parcels(people, [last - timedelta(nights - n) for n in range(nights + 1)])
    assert_increments_equal(deliveries)


def test_a_week_of_nights_equals_a_build_from_nothing():
    night_by_night(seed=20261121, nights=7)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_three_months_of_nights_equal_a_build_from_nothing(seed):
    night_by_night(seed, nights=90)


def test_a_record_of_therapies_that_grows_equals_a_build_from_nothing():
    """What is on record grows by four weeks a time, at last without one new row of anybody."""
    people = invent(seed=20261122, people=6, days=200)
    last = max(row["diary_date"] for row in people["core.diary_day"])
    nights = [last - timedelta(28 * back) for back in (3, 2, 1, 0)]
    parcels, starts = in_parcels(people, nights), []
    with tempfile.TemporaryDirectory() as folder:
        grown = workspace(Path(folder) / "grown", buckets=1)
        for number, until in enumerate([*nights, last + timedelta(28)]):
            at_once = workspace(Path(folder) / f"until {until}", buckets=1)
            for delivery in parcels[number : number + 1]:
                accept(grown, delivery)
            for delivery in parcels[: number + 1]:
                accept(at_once, delivery)
            build_features(grown, delivered_until=until)
            build_features(at_once, delivered_until=until)
            assert built_files(grown.lake) == built_files(at_once.lake)
            starts.append(grown.lake.rows("trials.start"))
    assert starts == sorted(starts)
    assert starts[0] < starts[-2] < starts[-1]


def hold_to_second_thoughts(seed: int, thoughts: int) -> None:
    draw = random.Random(seed)
    people = invent(seed, people=draw.randrange(1, 6), days=draw.randrange(5, 220))
    first = in_parcels(people, [date.max])
    later = [second_thoughts(people, draw, number) for number in range(thoughts)]
    assert_increments_equal([*first, *later])


@settings(
    max_examples=3, deadline=None, derandomize=True, suppress_health_check=QUIET, phases=PHASES
)
@given(seed=st.integers(0, 2**32))
def test_second_thoughts_equal_a_build_from_nothing(seed):
    hold_to_second_thoughts(seed, thoughts=2)


@pytest.mark.long
@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=QUIET, phases=PHASES
)
@given(seed=st.integers(0, 2**32), thoughts=st.integers(1, 4))
def test_many_second_thoughts_equal_a_build_from_nothing(seed, thoughts):
    hold_to_second_thoughts(seed, thoughts)
