"""The last day of any diary: what a fit without a date of its own looks up to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def last_diary_day(con: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The last diary day that has a place in the calendar, None where no diary has dates."""
    query = "SELECT max(diary_date) FROM features.diary_spine WHERE NOT date_is_relative"
    day: dt.date | None = con.execute(query).fetchall()[0][0]
    return day
