"""Person-level tables as views over every bucket, with what each column means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.core import contract_of
from triggerscape.contract.ddl import comments
from triggerscape.warehouse.build.bucket_views import BucketViews

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

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


def open_some_files(
    con: duckdb.DuckDBPyConnection, lake: Lake, names: Mapping[Table, Set[str]]
) -> None:
    """Make a view over some files of each table, by their paths in its folder.

    Of a table of core those are files of accepted rows, and the view holds their rows in use.
    """
    views = BucketViews(con, lake, None)
    core = {
        contract_of(table.name): some for table, some in names.items() if table.schema == "core"
    }
    if core:
        views.open_people(only=core)
    for table, some in names.items():
        if table.schema != "core":
            folder = lake.root / table.name
            views.open_built(table, [folder / name for name in sorted(some)])
