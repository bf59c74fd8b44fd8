"""Invented people through sql/features and sql/months, and the same people cut off at a day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import duckdb
from contract_rows import insert
from plain_features_people import Row, Tables

from triggerscape.contract.catalogue import TABLES
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import Statement, in_order, read_statements

MONTHS = ("month_days", "month_habits", "month_scores", "month_therapies", "person_month")
READ = (
    "diary_spine habit_day diary_person questionnaire_score therapy_day chronicity "
    "medication_overuse person_trait"
).split()
ORIGIN = date(2000, 1, 3)
DATED = {
    "core.diary_day": "diary_date",
    "core.diary_coverage": "from_date",
    "core.therapy": "start_date",
    "core.questionnaire": "completed_on",
}


def make_months(con: duckdb.DuckDBPyConnection, people: Tables) -> None:
    """Every table of months of these people, and all it is made of, in a connection."""
    make_reference(con, Settings())
    for name, rows in people.items():
        insert(con, TABLES[name], rows)
    for statement in _statements():
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {statement.name.split('.')[0]}")
        con.execute(f"CREATE OR REPLACE TABLE {statement.name} AS {statement.sql}")


def up_to(people: Tables, last: date) -> Tables:
    """What had been dated by the end of a day: later rows gone, stretches that outlast it cut."""
    found: Tables = {}
    for name, rows in people.items():
        dated = DATED.get(name)
        kept = [row for row in rows if dated is None or row[dated] <= last]
        found[name] = [_cut(row, last) for row in kept] if name == "core.diary_coverage" else kept
    return found


def window_end(index: int) -> date:
    return ORIGIN + timedelta(28 * index + 27)


def _cut(row: Row, last: date) -> Row:
    return row | {"to_date": min(row["to_date"], last)}


@cache
def _statements() -> tuple[Statement, ...]:
    known = {one.name: one for s in ("features", "months") for one in read_statements(s)}
    asked, needed = [f"months.{name}" for name in MONTHS], {}
    while asked:
        name = asked.pop()
        if name in known and name not in needed:
            needed[name] = known[name]
            asked += known[name].inputs
    return tuple(in_order(needed.values()))
