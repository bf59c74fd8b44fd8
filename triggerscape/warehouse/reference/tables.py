"""reference.*: the small tables a SELECT may read: definitions, calendar, therapies, sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.vocabulary import THERAPIES
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.reference.burden_measures import burden_measure_statement
from triggerscape.warehouse.reference.instruments import instrument_statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.settings import Settings
    from triggerscape.vocabulary import Therapy

# 28-day blocks are counted from this Monday, so that a window means the same in every run.
WINDOW_ORIGIN = "2000-01-03"
_FIRST_DAY, _LAST_DAY = "1900-01-01", "2101-01-01"
_TIMES = ("onset_days", "washout_days", "session_gap_days", "carry_days", "effect_days")


def reference_statements(settings: Settings) -> list[str]:
    """The SQL that makes reference.definition, reference.calendar and reference.therapy."""
    definitions = ", ".join(
        f"{value} AS {name}" for name, value in sorted(settings.section("definitions").items())
    )
    therapies = ", ".join(_therapy_row(therapy) for therapy in THERAPIES)
    return [
        "CREATE SCHEMA IF NOT EXISTS reference",
        f"CREATE OR REPLACE TABLE reference.definition AS SELECT {definitions}",
        f"""
        CREATE OR REPLACE TABLE reference.calendar AS
        WITH day AS (
            SELECT DATE '{_FIRST_DAY}' + CAST(range AS INTEGER) AS calendar_date
            FROM range(date_diff('day', DATE '{_FIRST_DAY}', DATE '{_LAST_DAY}'))
        ),
        placed AS (
            SELECT calendar_date,
                CAST(
                    floor(date_diff('day', DATE '{WINDOW_ORIGIN}', calendar_date) / 28.0) AS INTEGER
                ) AS window_index
            FROM day
        )
        SELECT calendar_date, CAST(isodow(calendar_date) AS SMALLINT) AS iso_weekday, window_index,
            DATE '{WINDOW_ORIGIN}' + 28 * window_index AS window_start
        FROM placed
        """,
        f"""
        CREATE OR REPLACE TABLE reference.therapy AS
        SELECT * FROM (VALUES {therapies})
        AS v(therapy_code, therapy_group, is_unspecified, {", ".join(_TIMES)})
        """,
        *instrument_statements(),
        burden_measure_statement(),
    ]


def _therapy_row(therapy: Therapy) -> str:
    """One row of values; an acute drug has no times."""
    numbers = [str(getattr(therapy.times, name, "NULL")) for name in _TIMES]
    told = [sql_text(therapy.code), sql_text(therapy.group), str(therapy.is_unspecified)]
    return f"({', '.join([*told, *numbers])})"


def make_site_reference(con: duckdb.DuckDBPyConnection, southern: Mapping[str, bool]) -> None:
    """Create reference.site: each site with a profile, and whether it lies in the south."""
    con.execute("CREATE SCHEMA IF NOT EXISTS reference")
    con.execute("CREATE OR REPLACE TABLE reference.site (site_code VARCHAR, is_southern BOOLEAN)")
    for site, is_southern in sorted(southern.items()):
        con.execute("INSERT INTO reference.site VALUES (?, ?)", [site, is_southern])


def make_reference(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create the reference tables in a connection."""
    for statement in reference_statements(settings):
        con.execute(statement)
