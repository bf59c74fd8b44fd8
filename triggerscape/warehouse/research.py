"""research.duckdb: a read-only, person-level copy of core and features for data scientists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from triggerscape.contract.ddl import comments
from triggerscape.warehouse.designs.stable_views import SCHEMA, STABLE
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from triggerscape.contract.language import Table


def write_research(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Table], target: Path, *, digest: str
) -> bool:
    """Write the tables into a new file and put it in the old one's place; False if none changed.

    The stable views whose tables are all there come with them. ``digest`` changes when a row of any
    of the tables does; they are open in the connection. Whoever has the old file open keeps reading
    the old data. The connection must be allowed to write beside ``target``.
    """
    names = {table.name for table in tables}
    views = [view for view in STABLE if set(view.inputs) <= names]
    made = [statement for view in views for statement in view.statements("research")]
    recipe = fingerprint(*(repr(table) for table in tables), *made, digest)
    partial = target.with_name(f".{target.name}.partial")
    # What a killed run left holds rows, and its log is of another file than the next one.
    for left in (partial, partial.with_name(f"{partial.name}.wal")):
        left.unlink(missing_ok=True)
    if _recipe_in(target) == recipe:
        return False
    con.execute(f"ATTACH {sql_text(str(partial))} AS research (STORAGE_VERSION 'v1.2.0')")
    for table in tables:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS research.{table.schema}")
        con.execute(f"CREATE TABLE research.{table.name} AS FROM {table.name}")
        for statement in comments(table, name=f"research.{table.name}"):
            con.execute(statement)
    con.execute(f"CREATE TABLE research.made_of AS SELECT {sql_text(recipe)} AS recipe")
    con.execute("COMMENT ON TABLE research.made_of IS 'Fingerprint of the tables in this file'")
    con.execute("COMMENT ON COLUMN research.made_of.recipe IS 'Changes when any table changes'")
    _make_views(con, made)
    con.execute("DETACH research")
    partial.chmod(0o400)
    # What somebody wrote beside the old file would keep everybody from opening the new one.
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    partial.replace(target)
    return True


def _make_views(con: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    """A view finds its tables in the file it lies in; to be made, they must be found there too."""
    [(before, schema)] = con.execute("SELECT current_catalog(), current_schema()").fetchall()
    con.execute("USE research")
    try:
        con.execute(f"CREATE SCHEMA {SCHEMA}")
        for statement in statements:
            con.execute(statement)
    finally:
        con.execute(f"USE {quoted(before)}.{quoted(schema)}")


def _recipe_in(target: Path) -> str:
    """The recipe of the file as it is; empty when there is none or it is not ours."""
    if not target.is_file():
        return ""
    try:
        with duckdb.connect(str(target), read_only=True) as con:
            return str(con.execute("SELECT recipe FROM made_of").fetchall()[0][0])
    except duckdb.Error:
        return ""
