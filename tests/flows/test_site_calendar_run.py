"""The site calendar in a whole run: judged at the gate, and there for data scientists."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.run import open_run
from triggerscape.contract.sites import SITE_CALENDAR
from triggerscape.warehouse.build.state import files_of
from triggerscape.warehouse.ledger import ledger
from triggerscape.workspace import Workspace


def research(home: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(Workspace(home).research_file), read_only=True)


def test_every_dated_day_of_everybodys_spine_is_counted_once(demo_home: Path) -> None:
    with research(demo_home) as con:
        counted = con.execute(
            "SELECT sum(people_running), sum(people_observed), sum(entries_late) "
            f"FROM {SITE_CALENDAR.name}"
        ).fetchall()
        expected = con.execute(
            "SELECT count(*), count(*) FILTER (is_observed), count(*) FILTER (is_late) "
            "FROM features.diary_spine WHERE NOT date_is_relative"
        ).fetchall()
        meaning = con.execute(
            "SELECT comment FROM duckdb_columns() "
            "WHERE table_name = 'site_calendar' AND column_name = 'people_running'"
        ).fetchall()
    assert counted == expected
    assert min(counted[0]) > 0
    assert meaning == [(f"{SITE_CALENDAR.column('people_running').meaning} [{{person}}]",)]


def test_a_site_of_the_calendar_is_the_same_in_the_windows_of_its_people(demo_home: Path) -> None:
    """Days in people's 28-day calendar windows, added up by site, are those of the calendar."""
    with research(demo_home) as con:
        by_calendar, by_windows = (
            con.execute(f"{select} GROUP BY ALL HAVING days > 0 ORDER BY ALL").fetchall()
            for select in (
                "SELECT site_code, window_start, sum(people_observed) AS days "
                "FROM sites.site_calendar",
                "SELECT site_code, window_start, sum(observed_days) AS days "
                "FROM features.person_window WHERE window_kind = 'calendar'",
            )
        )
    assert by_calendar == by_windows
    assert by_calendar


def test_every_file_of_the_calendar_passed_the_gate(demo_home: Path) -> None:
    run = open_run(Workspace(demo_home))
    files = files_of(run.lake, SITE_CALENDAR)
    assert sorted(files) == [file.name for file in run.lake.files(SITE_CALENDAR.name)]
    with duckdb.connect(str(run.workspace.build_file), read_only=True) as con:
        assert ledger.passed_gates(con, SITE_CALENDAR.name) == files
