"""The fits of event time and of courses, from trials to the tables they are kept in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb
import polars as pl
import pytest
from event_world import EventWorld, draw_event_world, draw_stops

from flows.fits.event_time import fit_event_time
from flows.fits.stopping import fit_stopping
from flows.fits.therapy_trials import TherapyTrials
from models.therapies.bracket.sides import FEWEST_STARTERS
from triggerscape.contract.ddl import create_table
from triggerscape.contract.estimates.courses import THERAPY_COURSE_ESTIMATE
from triggerscape.contract.estimates.event_time import EVENT_TIME_ESTIMATE
from triggerscape.contract.language import Table


def dated(people: pl.DataFrame) -> pl.DataFrame:
    """The people of a world with one day as everybody's time zero."""
    return people.with_columns(index_date=dt.date(2026, 1, 1))


@dataclass(frozen=True)
class InventedTrials(TherapyTrials):
    """Trials drawn from a world, in place of those of a warehouse."""

    def started(self, fewest: int) -> list[str]:
        return ["omt"] if fewest == FEWEST_STARTERS else []

    def active(self, therapy: str, comparator: str) -> pl.DataFrame:
        seed = {("omt", "laser_class_iv"): 1}[therapy, comparator]
        return dated(draw_event_world(EventWorld(400), seed))

    def no_start(self, therapy: str) -> pl.DataFrame:
        return dated(draw_event_world(EventWorld(500), {"omt": 2}[therapy]))

    def stops(self, therapy: str) -> pl.DataFrame:
        return dated(draw_stops(-1.0, 400, {"omt": 3}[therapy]))


def kept(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows as the train step keeps them."""
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA estimates")
        con.execute(create_table(table))
        con.register("fitted", frame.to_arrow())
        names = ", ".join(column.name for column in table)
        con.execute(f"INSERT INTO {table.name} SELECT {names} FROM fitted")
        return con.sql(f"FROM {table.name}").pl()


def test_every_comparison_and_every_stop_has_its_windows() -> None:
    with duckdb.connect() as con:
        con.execute("""
            CREATE SCHEMA trials;
            CREATE TABLE trials.event_window AS
                SELECT p.range AS person_id, DATE '2026-01-01' AS index_date,
                    CAST(w.range AS INTEGER) AS event_window, 20 AS attack_known_days
                FROM range(1000, 1500) AS p, range(-6, 6) AS w;
        """)
        found = fit_event_time(InventedTrials(con, [("omt", "laser_class_iv")]))
    rows = kept(EVENT_TIME_ESTIMATE, found[EVENT_TIME_ESTIMATE.name])
    assert rows.height == rows.select(EVENT_TIME_ESTIMATE.key).n_unique() == 60 + 60 + 6
    assert set(rows["comparator_id"]) == {"laser_class_iv", "no_start", "omt"}
    assert rows.filter(pl.col("n_days") != 20 * pl.col("n_people")).is_empty()
    stopped = rows.filter(comparator_id="omt")
    assert set(stopped["estimand_id"]) == {"after_stop"}
    assert stopped["estimate"].null_count() == 0
    assert rows.filter(measure_id="mmd_change")["without_start"].null_count() == 0


def test_where_nothing_was_started_there_is_nothing() -> None:
    with duckdb.connect() as con:
        con.execute(
            "CREATE SCHEMA trials; "
            "CREATE TABLE trials.start (therapy_id TEXT, leaf TEXT, sessions_28 BIGINT)"
        )
        trials = TherapyTrials(con, [])
        assert fit_event_time(trials) == {}
        assert fit_stopping(trials) == {}


@pytest.mark.parametrize("stopped", [0, 30])
def test_courses_are_followed_in_the_tables_of_trials(stopped: int) -> None:
    with duckdb.connect() as con:
        con.execute(f"""
            CREATE SCHEMA reference; CREATE SCHEMA trials; CREATE SCHEMA features;
            CREATE TABLE reference.therapy AS
                SELECT 'swedish' AS therapy_code, 'massage' AS therapy_group,
                    21 AS session_gap_days;
            CREATE TABLE trials.start AS
                SELECT range AS person_id, 'north' AS site_code, 'swedish' AS therapy_id,
                    DATE '2026-01-01' AS index_date, 'swedish' AS leaf, 2 AS sessions_28,
                    range < {stopped} AS is_stopped_by_84
                FROM range(80);
            CREATE TABLE trials.course_stop AS
                SELECT person_id, therapy_id, 30 + person_id AS course_days
                FROM trials.start WHERE is_stopped_by_84;
            CREATE TABLE features.therapy_record AS
                SELECT person_id, DATE '2026-01-01' AS from_date, DATE '2026-07-01' AS to_date
                FROM trials.start;
        """)
        found = fit_stopping(TherapyTrials(con, []))
    rows = kept(THERAPY_COURSE_ESTIMATE, found[THERAPY_COURSE_ESTIMATE.name])
    by_measure = {row["measure_id"]: row for row in rows.iter_rows(named=True)}
    share, median = by_measure["stopped_by_day_84"], by_measure["course_days_median"]
    assert share["estimate"] == stopped / 80
    assert share["n_in_smaller_part"] == median["n_in_smaller_part"] == stopped
    assert median["reason"] == "fewer than half have stopped within the time on record"
