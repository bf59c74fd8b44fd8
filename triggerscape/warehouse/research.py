"""research.duckdb: a read-only, person-level copy of core and features for data scientists."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from triggerscape.contract.ddl import comments
from triggerscape.warehouse.lake import Lake, view_of_files
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from triggerscape.contract.language import Table


def write_research(
    con: duckdb.DuckDBPyConnection, lake: Lake, tables: Sequence[Table], target: Path
) -> None:
    """Write the tables into a new file and put it in the old one's place.

    Whoever has the old file open keeps reading the old data. The connection must be allowed to
    write beside ``target``.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    con.execute(f"ATTACH {sql_text(str(partial))} AS research (STORAGE_VERSION 'v1.2.0')")
    for table in tables:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS research.{table.schema}")
        select = view_of_files(lake.files(table.name), table)
        con.execute(f"CREATE TABLE research.{table.name} AS {select}")
        for statement in comments(table, name=f"research.{table.name}"):
            con.execute(statement)
    con.execute("DETACH research")
    partial.chmod(0o400)
    partial.replace(target)
