"""The courses of a synthetic population are found again in its sessions and prescriptions."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import duckdb
import polars as pl
import pytest

from triggerscape.cohort.days.courses import REGIMENS
from triggerscape.cohort.days.simulation import World
from triggerscape.cohort.population import make_population
from triggerscape.cohort.rows.therapy_rows import therapy_rows
from triggerscape.cohort.sending.keys import site_keys
from triggerscape.cohort.truth import default_truth
from triggerscape.settings import Settings
from triggerscape.vocabulary import THERAPIES
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import read_statements

PEOPLE, DAYS, SEED = 1200, 392, 20260510
MADE = [f"features.therapy_{name}" for name in ("session", "dose", "course")]
TIMES = {therapy.code: therapy.times for therapy in THERAPIES}
Start = tuple[int, str, date]


@pytest.fixture(scope="module")
def world() -> World:
    return make_population(PEOPLE, DAYS, 1, SEED, default_truth()).world(0)


@pytest.fixture(scope="module")
def rows(world: World) -> pl.DataFrame:
    """Every row of therapy the site has on record, people under their numbers."""
    keys = site_keys(world)
    sent = therapy_rows(world, keys, 0, world.calendar.length)
    numbers = pl.DataFrame({"person_key": keys.people, "person_id": range(len(keys.people))})
    return sent.join(numbers, on="person_key")


@pytest.fixture(scope="module")
def found(rows: pl.DataFrame) -> dict[Start, tuple[date | None, int]]:
    """Last date and sessions of every course found, by person, leaf and first date."""
    with duckdb.connect() as con:
        make_reference(con, Settings())
        con.execute("CREATE SCHEMA core; CREATE SCHEMA features")
        con.register("sent", rows.to_arrow())
        con.execute("CREATE TABLE core.therapy AS FROM sent")
        for statement in read_statements("features"):
            if statement.name in MADE:
                con.execute(f"CREATE TABLE {statement.name} AS {statement.sql}")
        courses = con.execute(
            "SELECT person_id, therapy_code, first_date, last_date, sessions "
            "FROM features.therapy_course"
        ).fetchall()
    return {(person, code, first): (last, given) for person, code, first, last, given in courses}


@pytest.fixture(scope="module")
def planted(world: World) -> dict[Start, tuple[date | None, bool]]:
    """Last day on record, null where it was not reached, and whether it is given in sessions."""
    courses = {}
    for course in world.courses:
        until = min(world.calendar.length, int(world.left[course.person]))
        if course.start < until:
            last = world.calendar.date_of(course.stop - 1) if course.stop <= until else None
            start = (course.person, course.code, world.calendar.date_of(course.start))
            courses[start] = (last, REGIMENS[course.therapy].session_every > 0)
    return courses


def test_a_planted_course_begins_one_unless_it_takes_up_an_earlier_one(found, planted):
    assert len(planted) > 200
    for missed in sorted(set(planted) - set(found)):
        person, code, first = missed
        ends = [
            last
            for (who, leaf, begun), (last, _) in planted.items()
            if (who, leaf) == (person, code) and begun < first
        ]
        assert min((first - end).days for end in ends) <= TIMES[code].session_gap_days, missed


def test_a_course_nobody_planted_begins_after_sessions_that_did_not_take_place(
    found, planted, rows
):
    not_kept = rows.filter(pl.col("status") != "completed")
    for start in sorted(set(found) - set(planted)):
        person, code, first = start
        own = not_kept.filter(
            (pl.col("person_id") == person)
            & (pl.col("therapy_code") == code)
            & (pl.col("start_date") < first)
        )
        assert (first - own["start_date"].max()).days <= TIMES[code].session_gap_days, start


def test_courses_of_supplies_end_on_the_day_they_were_stopped(found, planted):
    supplies = {
        start: last
        for start, (last, in_sessions) in planted.items()
        if not in_sessions and start in found
    }
    # Of a leaf begun anew before its course was given up, the later stop counts.
    alone = {
        start: last
        for start, last in supplies.items()
        if not any(other[:2] == start[:2] and other != start for other in planted)
    }
    assert len(alone) > 50
    assert {start: found[start][0] for start in alone} == alone


def test_every_session_that_took_place_is_counted_once(found, rows):
    kept = rows.filter((pl.col("status") == "completed") & (pl.col("delivery") == "session"))
    assert sum(given for _, given in found.values()) == len(kept)


def test_courses_found_do_not_overlap(found):
    ordered = [(*start, last) for start, (last, _) in sorted(found.items())]
    for (who, code, _, last), (next_who, next_code, first, _) in pairwise(ordered):
        if (who, code) == (next_who, next_code):
            assert last is not None
            assert last < first
