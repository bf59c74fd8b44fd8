"""An arm nobody could have known on its day stops the comparison, and the sentence says why."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from small_tables import make_table

from flows.fits.therapy_trials import TherapyTrials
from triggerscape.errors import ContractBroken
from triggerscape.settings import Settings
from triggerscape.warehouse.designs.trials.known_arms import (
    misplaced_outcomes_sql,
    unknown_starts_sql,
    unknown_stops_sql,
)
from triggerscape.warehouse.reference.tables import make_reference

READ = (
    *("features.first_use", "trials.start", "trials.course_stop", "trials.possible_zero"),
    *("trials.person_at_zero", "trials.event_window"),
)
ACTIVE = unknown_starts_sql({1: ("omt",), 0: ("dry_needling",)})
NO_START = unknown_starts_sql({1: ("omt",), 0: ()})
LAYERS = unknown_starts_sql(
    {0: (), 1: ("omt",), 2: ("dry_needling",), 3: ("omt", "dry_needling")}, 27
)
# The days on which the therapies of a trial were first used, seen from 1 June.
FIRST_USES = {
    "neither": "",
    "omt": "omt | 2026-06-01",
    "before": "omt | 2026-05-31",
    "later": "omt | 2026-06-02",
    "omt, then needling": "omt | 2026-06-01\ndry_needling | 2026-06-02",
    "needling, then omt": "dry_needling | 2026-06-01\nomt | 2026-06-02",
    "on one day": "omt | 2026-06-01\ndry_needling | 2026-06-01",
    "within 27 days": "omt | 2026-06-01\ndry_needling | 2026-06-28",
    "after 28 days": "omt | 2026-06-01\ndry_needling | 2026-06-29",
    "needling": "dry_needling | 2026-06-01",
}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        make_reference(connection, Settings())
        for name in READ:
            make_table(connection, name)
        yield connection


def unknown(con: duckdb.DuckDBPyConnection, sql: str, arm: int) -> int:
    """How many of one person in this arm on 1 June are counted."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE trial AS "
        f"SELECT CAST(1 AS BIGINT) AS person_id, DATE '2026-06-01' AS index_date, {arm} AS arm"
    )
    return int(con.execute(sql).fetchall()[0][0])


@pytest.mark.parametrize(
    ("trial", "arms"),
    [
        (ACTIVE, {"omt": {1}, "omt, then needling": {1}, "needling": {0}, "within 27 days": {1}}),
        (ACTIVE, {"needling, then omt": {0}, "on one day": set(), "neither": set()}),
        (ACTIVE, {"before": set(), "later": set(), "after 28 days": {1}}),
        (NO_START, {"omt": {1}, "neither": {0}, "before": set(), "later": {0}, "needling": {0}}),
        (LAYERS, {"neither": {0}, "omt": {1}, "needling": {2}, "on one day": {3}}),
        (LAYERS, {"within 27 days": {3}, "after 28 days": {1}, "needling, then omt": {3}}),
        (LAYERS, {"before": set(), "later": set()}),
    ],
    ids=[
        *("active", "active, both or none", "active, not on the day", "no start"),
        *("layers", "layers by the day", "layers, not on the day"),
    ],
)
def test_what_was_first_used_and_when_allows_these_arms_and_no_other(con, trial, arms):
    every_arm = {ACTIVE: {0, 1}, NO_START: {0, 1}, LAYERS: {0, 1, 2, 3}}[trial]
    for used, allowed in arms.items():
        rows = FIRST_USES[used]
        make_table(con, "features.first_use", rows and f"therapy_id | index_date\n{rows}")
        found = {arm for arm in every_arm if not unknown(con, trial, arm)}
        assert found == allowed, used


def test_an_arm_that_the_trial_does_not_have_is_counted(con):
    assert unknown(con, ACTIVE, 2) == 1


def test_no_arm_may_be_decided_on_a_day_of_the_outcome():
    with pytest.raises(ValueError, match="day 28 overlap with the outcome"):
        unknown_starts_sql({0: (), 1: ("omt",)}, 28)


@pytest.mark.parametrize(
    ("started", "stopped", "allowed"),
    [
        ("2026-04-01", "2026-06-01", {1}),
        ("2026-04-01", "2026-06-02", {0}),
        ("2026-04-01", "2026-05-31", set()),
        ("2026-04-01", None, {0}),
        ("2026-05-04", None, {0}),
        ("2026-05-05", None, set()),
        (None, None, set()),
    ],
)
def test_who_is_still_on_it_began_28_days_before_and_stopped_after(con, started, stopped, allowed):
    if started:
        make_table(con, "trials.start", f"therapy_id | index_date\nomt | {started}")
    if stopped:
        stop = f"therapy_id | start_date | stop_date\nomt | {started} | {stopped}"
        make_table(con, "trials.course_stop", stop)
    assert {arm for arm in (0, 1) if not unknown(con, unknown_stops_sql("omt"), arm)} == allowed


@pytest.mark.parametrize(
    ("windows", "outcome_days", "misplaced"),
    [
        ({1: 20, 2: 28}, 48, 0),
        ({0: 28, 1: 20, 2: 28}, 48, 0),
        ({0: 28, 1: 20, 2: 28}, 76, 1),
        ({1: 20, 3: 28}, 48, 1),
        ({0: 28}, 28, 1),
        ({0: 28}, 0, 0),
    ],
)
def test_an_outcome_is_of_the_two_windows_from_day_28_on(con, windows, outcome_days, misplaced):
    rows = "\n".join(f"2026-06-01 | {number} | {days}" for number, days in windows.items())
    make_table(con, "trials.event_window", f"index_date|event_window|attack_known_days\n{rows}")
    row = f"index_date | outcome_days\n2026-06-01 | {outcome_days}"
    make_table(con, "trials.person_at_zero", row)
    assert con.execute(misplaced_outcomes_sql()).fetchall() == [(misplaced,)]


def test_a_starter_who_had_used_it_before_stops_the_comparison_without_being_named(con):
    known = "mmd_m3|mmd_m2|mmd_m1|mmd_after|age_years|is_female|is_chronic"
    make_table(
        con,
        "trials.person_at_zero",
        f"person_id|index_date|month_index|{known}\n"
        "4711|2026-06-01|344|9|8|7|4|40|yes|no\n4712|2026-06-01|344|9|8|7|4|40|yes|no",
    )
    make_table(
        con,
        "trials.start",
        "person_id|therapy_id|index_date\n4711|omt|2026-06-01\n4712|omt|2026-06-01",
    )
    used = "person_id|therapy_id|index_date\n4712|omt|2026-06-01\n4711|omt|"
    make_table(con, "features.first_use", used + "2026-06-01")
    trials = TherapyTrials(con, [])
    assert trials.no_start("omt")["arm"].to_list() == [1, 1]
    make_table(con, "features.first_use", used + "2025-12-01")
    with pytest.raises(ContractBroken, match="1 rows of a trial are in an arm") as told:
        trials.no_start("omt")
    assert "4711" not in str(told.value)
    # What was registered for the check is gone.
    assert con.execute(
        "SELECT count(*) FROM duckdb_views() WHERE view_name = 'trial'"
    ).fetchall() == [(0,)]


def test_an_outcome_that_takes_the_first_month_stops_everything(con):
    make_table(con, "trials.person_at_zero", "index_date | outcome_days\n2026-06-01 | 56")
    make_table(
        con,
        "trials.event_window",
        "index_date|event_window|attack_known_days\n2026-06-01|0|28\n2026-06-01|1|28",
    )
    with pytest.raises(ContractBroken, match="1 rows of time zero have an outcome of days before"):
        TherapyTrials(con, []).check_outcomes()
