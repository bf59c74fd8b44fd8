"""Person-level tables as views over every bucket, with what each column means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.ddl import comments
from triggerscape.warehouse.build.bucket_views import BucketViews

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.warehouse.lake import Lake


def open_tables(con: duckdb.DuckDBPyConnection, lake: Lake, tables: Iterable[Table]) -> None:
    """Make a view over every bucket of each table; of core, the accepted rows in use."""
    views = BucketViews(con, lake, None)
    asked = list(tables)
    if any(table.schema == "core" for table in asked):
        views.open_people()
    for table in asked:
        if table.schema != "core":
            views.open_built(table)
        for statement in comments(table, kind="VIEW"):
            con.execute(statement)
