"""What must hold of courses and therapy days, whoever the people are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from contract_rows import insert
from feature_tables import rows_of
from plain_features_people import Tables, invent

from triggerscape.contract.catalogue import TABLES
from triggerscape.settings import Settings
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statements

SEED = 20260508
NEEDED = {"covered_day", "diary_person", "diary_spine"} | {
    f"therapy_{name}" for name in ("session", "dose", "course", "day")
}
SELECTS = {
    statement.name: statement.sql
    for statement in read_statements("features")
    if statement.name.removeprefix("features.") in NEEDED
}
STARTED = """
    SELECT DISTINCT t.person_id, t.therapy_code, t.start_date
    FROM core.therapy AS t
    JOIN reference.therapy AS v ON v.therapy_code = t.therapy_code
    WHERE t.status = 'completed' AND v.session_gap_days IS NOT NULL
"""


def made(people: Tables) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"threads": 1})
    make_reference(con, Settings())
    con.execute("CREATE SCHEMA features")
    for name in ("core.diary_day", "core.diary_coverage", "core.therapy"):
        insert(con, TABLES[name], people[name])
    for name, select in SELECTS.items():
        con.execute(f"CREATE TABLE {name} AS {select}")
    return con


@pytest.fixture(scope="module")
def people() -> Tables:
    return invent(SEED, people=40, days=200)


@pytest.fixture(scope="module")
def con(people: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    with made(people) as connection:
        yield connection


def count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM ({sql})").fetchall()[0][0])


def test_courses_of_a_leaf_are_parted_by_more_than_the_gap(con):
    pairs = """
        SELECT date_diff('day', a.last_date, b.first_date) AS pause, v.session_gap_days AS gap
        FROM features.therapy_course AS a
        JOIN features.therapy_course AS b
            ON b.person_id = a.person_id AND b.therapy_code = a.therapy_code
            AND b.course_number = a.course_number + 1
        JOIN reference.therapy AS v ON v.therapy_code = a.therapy_code
    """
    assert count(con, pairs) > 10
    assert count(con, f"FROM ({pairs}) WHERE coalesce(pause <= gap, true)") == 0


def test_everything_given_lies_in_one_course(con):
    placed = f"""
        SELECT s.person_id, s.therapy_code, s.start_date, count(c.course_number) AS courses
        FROM ({STARTED}) AS s
        LEFT JOIN features.therapy_course AS c
            ON c.person_id = s.person_id AND c.therapy_code = s.therapy_code
            AND s.start_date BETWEEN c.first_date AND coalesce(c.last_date, s.start_date)
        GROUP BY ALL
    """
    assert count(con, placed) > 100
    assert count(con, f"FROM ({placed}) WHERE courses <> 1") == 0


def test_a_diary_day_has_a_row_where_a_course_is_in_effect_and_nowhere_else(con):
    expected = """
        SELECT DISTINCT s.person_id, s.diary_date, c.therapy_code
        FROM features.therapy_course AS c
        JOIN features.diary_spine AS s
            ON s.person_id = c.person_id AND NOT s.date_is_relative AND s.diary_date
            BETWEEN c.first_date AND coalesce(c.washout_until, DATE '9999-12-31')
    """
    found = "SELECT person_id, diary_date, therapy_code FROM features.therapy_day"
    assert count(con, found) > 1000
    assert count(con, f"({expected}) EXCEPT ALL ({found})") == 0
    assert count(con, f"({found}) EXCEPT ALL ({expected})") == 0


@pytest.mark.parametrize(
    ("phase", "is_wrong"),
    [
        ("onset", "d.diary_date >= c.established_from OR d.diary_date > c.active_until"),
        ("established", "d.diary_date < c.established_from OR d.diary_date > c.active_until"),
        ("washout", "d.diary_date BETWEEN c.first_date AND c.first_date + v.carry_days"),
    ],
)
def test_a_phase_agrees_with_the_dates_of_its_course(con, phase, is_wrong):
    days = f"""
        FROM features.therapy_day AS d
        JOIN features.therapy_course AS c
            ON c.person_id = d.person_id AND c.therapy_code = d.therapy_code
            AND c.first_date = d.diary_date - CAST(d.day_of_course AS INTEGER)
        JOIN reference.therapy AS v ON v.therapy_code = d.therapy_code
        WHERE d.phase = '{phase}'
    """
    assert count(con, f"SELECT 1 {days}") > 100
    assert count(con, f"SELECT 1 {days} AND ({is_wrong})") == 0


@pytest.mark.parametrize("passed", [40, 90, 150])
def test_what_is_given_later_changes_no_day_before_it(con, people, passed):
    """Whoever feels better stops coming: a phase that knew of the next session would know that."""
    first = min(row["diary_date"] for row in people["core.diary_day"] if _has_calendar(row))
    today = first + timedelta(passed)
    known = [row for row in people["core.therapy"] if row["start_date"] <= today]
    assert len(known) < len(people["core.therapy"])
    with made({**people, "core.therapy": known}) as earlier:
        assert _until(earlier, today) == _until(con, today)


@pytest.mark.parametrize("since", [date(2025, 2, 1), date(2025, 5, 1)])
def test_the_last_days_alone_give_the_same_rows(con, since):
    """A night's work sees the spine from the first touched day on, and therapies whole."""
    whole = f"SELECT * FROM features.therapy_day WHERE diary_date >= DATE '{since}'"
    tail = SELECTS["features.therapy_day"].replace(
        "features.diary_spine",
        f"(SELECT * FROM features.diary_spine WHERE diary_date >= DATE '{since}')",
    )
    assert tail != SELECTS["features.therapy_day"]
    assert count(con, whole) > 100
    assert con.execute(tail).fetchall() == con.execute(whole).fetchall()


def _has_calendar(row: dict[str, object]) -> bool:
    return not row["date_is_relative"]


def _until(con: duckdb.DuckDBPyConnection, today: date) -> list[dict[str, object]]:
    return [row for row in rows_of(con, "features.therapy_day") if row["diary_date"] <= today]
