"""What holds of every table of trials, whoever the people are: grain, order, ranges."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from feature_tables import make_features
from plain_features_people import invent

from triggerscape.contract.language import Table
from triggerscape.contract.trials import TRIALS
from triggerscape.settings import Settings

MADE = {
    "every window lies in the diary of 28 days": (
        "FROM trials.event_window WHERE spine_days NOT BETWEEN 1 AND 28 "
        "OR observed_days > spine_days OR attack_known_days > observed_days "
        "OR attack_days > attack_known_days OR severe_days > severe_known_days"
    ),
    "a start, a stop and a possible day are time zeros": (
        "FROM (SELECT person_id, index_date FROM trials.start UNION "
        "SELECT person_id, index_date FROM trials.possible_zero UNION "
        "SELECT person_id, stop_date FROM trials.course_stop) "
        "ANTI JOIN trials.time_zero USING (person_id, index_date)"
    ),
    "every time zero has its person, and no other": (
        "FROM trials.time_zero AS z FULL JOIN trials.person_at_zero AS p "
        "USING (person_id, index_date) WHERE z.site_code IS DISTINCT FROM p.site_code"
    ),
    "a possible day lies in its window": (
        "FROM trials.possible_zero JOIN reference.calendar ON calendar_date = index_date "
        "WHERE month_index <> window_index"
    ),
    "an outcome has the days of its two windows": (
        "FROM trials.person_at_zero WHERE outcome_days > 56 "
        "OR (mmd_after IS NULL AND outcome_days >= 2 * 14)"
    ),
    "a stop is known after it, and comes after the start": (
        "FROM trials.course_stop WHERE NOT (start_date < stop_date AND stop_date <= known_from)"
    ),
    "who has stopped by day 84 has a stop": (
        "FROM trials.start AS s LEFT JOIN trials.course_stop AS c "
        "ON c.person_id = s.person_id AND c.therapy_id = s.therapy_id "
        "WHERE s.is_stopped_by_84 AND (c.known_from IS NULL OR c.known_from > s.index_date + 84)"
    ),
    "who may enter is told which therapies were in effect": (
        "FROM trials.person_at_zero "
        "WHERE mmd_m1 IS NOT NULL AND mmd_after IS NOT NULL AND therapies_before IS NULL"
    ),
    "a stretch on record neither meets nor overlaps another": (
        "FROM features.therapy_record AS r JOIN features.therapy_record AS o "
        "ON o.person_id = r.person_id AND o.from_date > r.from_date "
        "AND o.from_date <= r.to_date + 1"
    ),
}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        make_features(connection, invent(seed=20261123, people=40, days=330), Settings())
        yield connection


@pytest.mark.parametrize("holds", MADE)
def test_of_all_rows(con, holds):
    assert con.execute(f"SELECT count(*) {MADE[holds]}").fetchall() == [(0,)]


@pytest.mark.parametrize("table", TRIALS, ids=lambda table: table.name)
def test_one_row_a_key_in_the_order_of_the_key(con, table: Table):
    keys = con.execute(f"SELECT {', '.join(table.key)} FROM {table.name}").fetchall()
    assert keys
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("table", TRIALS, ids=lambda table: table.name)
def test_no_value_is_missing_or_out_of_range(con, table: Table):
    wrong = [f"{column.name} IS NULL" for column in table if not column.nullable]
    wrong += [f"{c.name} < {c.low}" for c in table if c.low is not None]
    wrong += [f"{c.name} > {c.high}" for c in table if c.high is not None]
    found = {
        w: con.execute(f"SELECT count(*) FROM {table.name} WHERE {w}").fetchall() for w in wrong
    }
    assert {w for w, rows in found.items() if rows != [(0,)]} == set()
