"""Sites beside each other, in personal windows that are over by the last day on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.site_comparison.comparison_rows import comparison_rows
from triggerscape.contract.estimates.site_comparison import SITE_COMPARISON_ESTIMATE
from triggerscape.warehouse.designs.site_people import site_people_sql
from triggerscape.warehouse.reference.tables import make_reference

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

    from triggerscape.settings import Settings


def fit_sites(
    con: duckdb.DuckDBPyConnection, settings: Settings, as_of: dt.date | None
) -> dict[str, pl.DataFrame]:
    """Each site against what is expected of its people, as estimates.site_comparison."""
    make_reference(con, settings)
    last_day = (
        as_of or con.execute("SELECT max(diary_date) FROM features.diary_spine").fetchall()[0][0]
    )
    if last_day is None:
        return {}
    people = con.sql(site_people_sql(last_day)).pl()
    return {SITE_COMPARISON_ESTIMATE.name: comparison_rows(people)}
