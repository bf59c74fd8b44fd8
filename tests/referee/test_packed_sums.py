"""Sums packed into one number are the sums one by one, up to the fullest days a diary can hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from math import log2

import duckdb
import pytest
from contract_rows import insert
from plain_features_people import FIRST, Tables, invent

from expectations.feature_rules import feature_rules
from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.changes import CHANGES
from triggerscape.contract.language import Table
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import Statement, in_order, read_statements

# One aggregate a column, as anybody would write it first; slower by half or more.
COUNTED = {
    "headache": "is_headache",
    "attack": "is_attack",
    "severe": "is_severe",
    "acute": "is_acute_drug",
}
LEVELS = {
    "stress": ("stress_tenths", (20, 40, 60, 80)),
    "sleep": ("sleep_minutes", (301, 391, 451, 541)),
    "caffeine": ("caffeine_mg", (1, 190, 285)),
    "alcohol": ("alcohol_tenths", (1, 70)),
    "meals": ("meals_skipped", (1,)),
}
BEFORE = "RANGE BETWEEN INTERVAL {} DAYS PRECEDING AND INTERVAL 1 DAY PRECEDING"
FRAMES = ", ".join(
    f"d{days} AS (PARTITION BY person_id ORDER BY diary_date {BEFORE.format(days)})"
    for days in (7, 28)
)


def plain_recent_days() -> str:
    columns = []
    for days in (7, 28):
        columns.append(f"count(*) FILTER (is_observed) OVER d{days}")
        for flag in COUNTED.values():
            columns += [f"count({flag}) OVER d{days}", f"count(*) FILTER ({flag}) OVER d{days}"]
    for sum_of in ("sleep_minutes", "stress_tenths"):
        columns += [f"coalesce(sum({sum_of}) OVER d7, 0)", f"count({sum_of}) OVER d7"]
    return f"""
        SELECT person_id, diary_date, {", ".join(columns)}
        FROM features.diary_spine LEFT JOIN features.habit_day USING (person_id, diary_date)
        WINDOW {FRAMES} ORDER BY person_id, diary_date
    """


def plain_surprise_day(habit: str) -> str:
    column, limits = LEVELS[habit]
    steps = " + ".join(f"CAST({column} >= {limit} AS INTEGER)" for limit in limits)
    same = " ".join(
        f"WHEN {level} THEN count(*) FILTER (level = {level}) OVER d28"
        for level in range(len(limits) + 1)
    )
    return f"""
        WITH day AS (SELECT person_id, diary_date, {steps} AS level FROM features.habit_day),
        counted AS (
            SELECT *, count(level) OVER d28 AS known, CASE level {same} END AS same FROM day
            WINDOW {FRAMES}
        )
        SELECT person_id, diary_date,
            round(-log2((1.0 + same) / (known + {len(limits) + 1})), 3) AS {habit}_surprisal
        FROM counted WHERE known >= 14 AND level IS NOT NULL ORDER BY person_id, diary_date
    """


def fullest(days: int) -> Tables:
    """A diary in which every day holds the most it can."""
    most = {"headache": True, "migraine": True, "pain_max": 10.0, "acute_triptan": 20}
    most |= {"sleep_hours": 24.0, "stress": 10.0, "caffeine_mg": 2000, "alcohol_units": 40.0}
    who = {"person_id": 1, "site_code": "SITE1", "person_key": "person1"}
    stamp = {"entry_basis": "daily_prompt", "entry_status": "complete", "date_is_relative": False}
    dates = [FIRST + timedelta(number) for number in range(days)]
    entries = [{**who, **stamp, **most, "meals_skipped": 5, "diary_date": day} for day in dates]
    return {"core.diary_day": entries, "core.diary_coverage": []}


def needed() -> list[Statement]:
    """The SELECTs from core to the tables of changes."""
    by_name = {statement.name: statement for statement in read_statements("features")}
    names, found = [table.name for table in CHANGES], {}
    while names:
        name = names.pop()
        if name in by_name:
            found[name] = by_name[name]
            names += by_name[name].inputs
    return in_order(found.values())


def build(con: duckdb.DuckDBPyConnection, people: Tables) -> None:
    make_reference(con, Settings())
    for name in ("core.diary_day", "core.diary_coverage"):
        insert(con, TABLES[name], people[name])
    con.execute("CREATE SCHEMA IF NOT EXISTS features")
    for statement in needed():
        con.execute(f"CREATE OR REPLACE TABLE {statement.name} AS {statement.sql}")


@pytest.fixture(scope="module", params=["invented", "fullest"])
def con(request) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        people = invent(20260308, 40, 200) if request.param == "invented" else fullest(60)
        build(connection, people)
        yield connection


def test_recent_days_are_the_plain_counts(con):
    packed = con.execute("FROM features.recent_days").fetchall()
    assert packed
    assert packed == con.execute(plain_recent_days()).fetchall()


@pytest.mark.parametrize("habit", LEVELS)
def test_a_surprisal_is_that_of_the_plain_counts(con, habit):
    name = f"{habit}_surprisal"
    packed = con.execute(
        f"SELECT person_id, diary_date, {name} FROM features.surprise_day "
        f"WHERE {name} IS NOT NULL ORDER BY person_id, diary_date"
    ).fetchall()
    assert packed
    assert packed == con.execute(plain_surprise_day(habit)).fetchall()


@pytest.mark.parametrize("table", CHANGES, ids=lambda table: table.name)
def test_what_must_be_true_of_a_row_is_true_of_every_row(con, table: Table):
    for name, _, broken in feature_rules(table):
        rows = con.execute(f"SELECT count(*) FROM {table.name} WHERE {broken}").fetchall()[0][0]
        assert rows == 0, name


def test_no_surprisal_lies_where_machines_would_round_it_apart():
    """Each of the 1,798 values there are, in thousandths of a bit, against the nearest half."""
    values = [
        1000 * log2((known + levels) / (1 + same))
        for levels, known in product((2, 3, 4, 5), range(29))
        for same in range(known + 1)
    ]
    nearest = min(abs(value % 1 - 0.5) for value in values)
    assert nearest > 1e-6
    assert len(values) == 4 * 29 * 30 // 2
