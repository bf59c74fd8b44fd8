"""The course of the illness, in calendar windows that are over by the last day on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.fits.last_diary_day import last_diary_day
from models.course.course_rows import change_rows, overuse_rows
from triggerscape.contract.estimates.chronicity import (
    CHRONICITY_CHANGE_ESTIMATE,
    MEDICATION_OVERUSE_ESTIMATE,
)
from triggerscape.warehouse.designs.course_windows import overuse_sql, state_change_sql
from triggerscape.warehouse.reference.tables import make_reference

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

    from triggerscape.settings import Settings


def fit_course(
    con: duckdb.DuckDBPyConnection, settings: Settings, as_of: dt.date | None
) -> dict[str, pl.DataFrame]:
    """Changes of state and overuse of drugs; nothing where no diary has calendar dates."""
    last_day = as_of or last_diary_day(con)
    if last_day is None:
        return {}
    make_reference(con, settings)
    return {
        CHRONICITY_CHANGE_ESTIMATE.name: change_rows(con.sql(state_change_sql(last_day)).pl()),
        MEDICATION_OVERUSE_ESTIMATE.name: overuse_rows(con.sql(overuse_sql(last_day)).pl()),
    }
