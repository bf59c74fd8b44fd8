"""Building quality.*: what came of each site and month, from the ledger and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS, TABLES
from triggerscape.contract.ddl import comments, create_table
from triggerscape.contract.quality import KEY_COLUMN
from triggerscape.warehouse.build.bucket_views import BucketViews
from triggerscape.warehouse.build.step import check_columns
from triggerscape.warehouse.statements import read_statements

if TYPE_CHECKING:
    import duckdb

    from triggerscape.warehouse.lake import Lake


def build_quality(con: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Make every table of quality.* anew in the build file, with comments.

    ``con`` is open on the build file and holds ledger.*; the history is read from the lake, and
    its views are dropped again. ContractBroken when a SELECT gives other columns than declared.
    """
    con.execute("CREATE SCHEMA IF NOT EXISTS quality")
    BucketViews(con, lake, None).open_people()
    _write_key_columns(con)
    for statement in read_statements("quality"):
        table = TABLES[statement.name]
        check_columns(con, table, statement.sql)
        con.execute(f"CREATE OR REPLACE TABLE {table.name} AS {statement.sql}")
        for comment in comments(table):
            con.execute(comment)
    for schema in ("core", "history", "fate", "accepted"):
        con.execute(f"DROP SCHEMA {schema} CASCADE")


def _write_key_columns(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"DROP TABLE IF EXISTS {KEY_COLUMN.name}")
    con.execute(create_table(KEY_COLUMN))
    for contract, source in sorted(INPUTS.items()):
        for column in source:
            if column.needed_for:
                con.execute(f"INSERT INTO {KEY_COLUMN.name} VALUES (?, ?)", [contract, column.name])
    for comment in comments(KEY_COLUMN):
        con.execute(comment)
