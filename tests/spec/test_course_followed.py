"""How long a course was seen to last: until it stopped, or until a stop could still be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest

from flows.fits.stopping import courses_sql

DAY = dt.date(2026, 1, 1)


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """Massage waits 21 days for a next session, and another leaf of its group 35."""
    with duckdb.connect() as con:
        con.execute("""
            CREATE SCHEMA reference; CREATE SCHEMA trials; CREATE SCHEMA features;
            CREATE TABLE reference.therapy AS FROM (VALUES
                ('swedish', 'massage', 21), ('thai', 'massage', 35), ('laser', 'device', 28)
            ) AS v (therapy_code, therapy_group, session_gap_days);
            CREATE TABLE trials.start (
                person_id BIGINT, site_code TEXT, therapy_id TEXT, index_date DATE,
                sessions_28 BIGINT, is_stopped_by_84 BOOLEAN);
            CREATE TABLE trials.course_stop (person_id BIGINT, therapy_id TEXT, course_days BIGINT);
            CREATE TABLE features.therapy_record (
                person_id BIGINT, from_date DATE, to_date DATE);
        """)
        yield con


def seen(con, therapy: str, *, course: int | None, record: int, sessions: int | None = 3):
    """What is seen of one starter whose course had these days, on record for so many."""
    end = DAY + dt.timedelta(days=record - 1)
    con.execute(
        "INSERT INTO trials.start VALUES (1, 'north', ?, ?, ?, NULL)", [therapy, DAY, sessions]
    )
    con.execute("INSERT INTO features.therapy_record VALUES (1, ?, ?)", [DAY, end])
    if course is not None:
        con.execute("INSERT INTO trials.course_stop VALUES (1, ?, ?)", [therapy, course])
    query = f"SELECT days_on, is_stopped FROM ({courses_sql(therapy)})"
    return con.execute(query).fetchall()


def test_a_course_that_stopped_lasted_until_its_stop(warehouse) -> None:
    assert seen(warehouse, "swedish", course=40, record=200) == [(40, True)]


def test_a_course_still_going_was_seen_until_a_stop_could_no_longer_be_told(warehouse) -> None:
    """200 days on record: after day 179 the wait of 21 days is not over."""
    assert seen(warehouse, "swedish", course=None, record=200) == [(179, False)]


def test_a_group_waits_as_long_as_the_slowest_of_its_leaves(warehouse) -> None:
    """A stop told only thanks to a shorter wait counts for nobody, or early ones would for all."""
    assert seen(warehouse, "massage", course=170, record=200) == [(165, False)]


def test_a_record_that_ends_with_the_wait_tells_nothing(warehouse) -> None:
    assert seen(warehouse, "swedish", course=None, record=21) == [(None, False)]


def test_what_is_not_given_in_doses_has_no_course(warehouse) -> None:
    assert seen(warehouse, "swedish", course=None, record=200, sessions=None) == []
