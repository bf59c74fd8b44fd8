"""Who is compared with whom equals a plain second calculation, for every therapy and every pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import duckdb
import pytest
from feature_tables import make_features, rows_of
from plain_features_people import Row, invent
from plain_trials_designs import Trials

from triggerscape.settings import Settings
from triggerscape.warehouse.designs.trials.active_trial import active_trial_sql
from triggerscape.warehouse.designs.trials.layer_trial import layer_trial_sql
from triggerscape.warehouse.designs.trials.no_start_trial import no_start_trial_sql
from triggerscape.warehouse.designs.trials.stop_trial import stop_trial_sql
from triggerscape.warehouse.reference.tables import make_reference

READ = (
    *("features.first_use", "trials.start", "trials.course_stop", "trials.possible_zero"),
    "trials.person_at_zero",
)
# Short washouts and windows that a day fills: so that a few invented people make many trials.
EASY = Settings({"definitions.washout_days": 28, "definitions.min_window_days": 1})


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A hundred invented people of whom the site told everything, and every table of trials."""
    people = invent(seed=20261107, people=100, days=300)
    told = {row["person_id"]: row for row in people["core.diary_day"]}
    people["core.person"] = [
        {
            **{name: row[name] for name in ("person_id", "site_code", "person_key")},
            "birth_year": 1970 + number,
            "sex": ("female", "male")[number % 2],
            "diagnosis": ("mwoa", "chronic_migraine", "mwa")[number % 3],
        }
        for number, row in enumerate(told.values())
    ]
    with duckdb.connect(config={"threads": 1}) as connection:
        make_features(connection, people, EASY)
        yield connection


@pytest.fixture(scope="module")
def plain(con) -> Trials:
    return Trials({name.split(".")[1]: rows_of(con, name) for name in READ})


@pytest.fixture(scope="module")
def therapies(plain) -> list[str]:
    return sorted({start["therapy_id"] for start in plain.starts})


def made(con: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    con.execute(f"CREATE OR REPLACE TEMP TABLE trial AS {sql}")
    return rows_of(con, "trial")


def arms(rows: list[Row]) -> Counter[int]:
    return Counter(row["arm"] for row in rows)


def test_an_active_comparison_takes_everybody_once_by_what_came_first(con, plain, therapies):
    seen: Counter[int] = Counter()
    for therapy, comparator in [*pairwise(therapies), ("omt", "dry_needling")]:
        rows = made(con, active_trial_sql(therapy, comparator))
        assert rows == plain.active(therapy, comparator)
        seen += arms(rows)
    assert min(seen[0], seen[1]) > 20


def test_starters_meet_people_of_the_same_month_who_had_not_started(con, plain, therapies):
    seen: Counter[int] = Counter()
    for therapy in therapies:
        rows = made(con, no_start_trial_sql(therapy))
        assert rows == plain.no_start(therapy)
        seen += arms(rows)
    assert seen[0] > 2 * seen[1] > 40


def test_of_two_therapies_there_are_neither_one_the_other_and_both(con, plain, therapies):
    seen: Counter[int] = Counter()
    for one, other in pairwise(therapies):
        rows = made(con, layer_trial_sql(one, other))
        assert rows == plain.layers(one, other)
        seen += arms(rows)
    assert min(seen[arm] for arm in range(4)) > 5


def test_who_stopped_meets_people_of_the_same_month_who_went_on(con, plain, therapies):
    seen: Counter[int] = Counter()
    for therapy in therapies:
        rows = made(con, stop_trial_sql(therapy))
        assert rows == plain.stopping(therapy)
        seen += arms(rows)
    assert min(seen[0], seen[1]) > 5


@pytest.mark.parametrize("order", ["person_id DESC, ALL", "hash(person_id, 7), ALL"])
def test_the_same_people_are_drawn_in_every_order_of_rows_and_by_every_number_of_threads(
    con, therapies, order
):
    commonest = max(therapies, key=lambda therapy: len(made(con, no_start_trial_sql(therapy))))
    trials = (no_start_trial_sql(commonest), stop_trial_sql(commonest))
    expected = [made(con, sql) for sql in trials]
    with duckdb.connect(config={"threads": 4}) as other:
        make_reference(other, EASY)
        for name in READ:
            other.register("rows", con.sql(f"FROM {name}").to_arrow_table())
            names = ", ".join(other.sql("FROM rows").columns)
            other.execute(f"CREATE SCHEMA IF NOT EXISTS {name.split('.')[0]}")
            other.execute(
                f"CREATE TABLE {name} AS FROM rows ORDER BY {order.replace('ALL', names)}"
            )
        assert [made(other, sql) for sql in trials] == expected
