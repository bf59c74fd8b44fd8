"""Whose core rows changed since the features of a bucket were built, kept until they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.build.state import changed_file
from triggerscape.warehouse.changes.change import Change
from triggerscape.warehouse.lake import write_parquet
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.warehouse.lake import Lake


def keep_pending(
    con: duckdb.DuckDBPyConnection, lake: Lake, bucket: int, changes: Mapping[str, Change | None]
) -> None:
    """Add the touched people of each contract to those that already wait."""
    file = changed_file(lake, bucket)
    parts = [
        f"SELECT {sql_text(contract)} AS contract, person_id, since FROM {change.touched}"
        for contract, change in sorted(changes.items())
        if change and change.touched
    ]
    if not parts:
        return
    if file.exists():
        parts.append(f"FROM read_parquet({sql_text(str(file))})")
    select = (
        "SELECT contract, person_id, min(since) AS since "
        f"FROM ({' UNION ALL '.join(parts)}) GROUP BY contract, person_id "
        "ORDER BY contract, person_id"
    )
    write_parquet(con, select, file, recipe="")


def open_pending(con: duckdb.DuckDBPyConnection, lake: Lake, bucket: int) -> dict[str, Change]:
    """The touched people of each contract that wait."""
    file = changed_file(lake, bucket)
    if not file.exists():
        return {}
    con.execute(f"CREATE TEMP TABLE pending AS FROM read_parquet({sql_text(str(file))})")
    found = {}
    for (contract,) in con.execute("SELECT DISTINCT contract FROM pending ORDER BY 1").fetchall():
        con.execute(
            f"CREATE TEMP TABLE pending_{contract} AS "
            f"SELECT person_id, since FROM pending WHERE contract = {sql_text(contract)}"
        )
        found[contract] = Change(f"pending_{contract}")
    return found


def drop_pending(lake: Lake, bucket: int) -> None:
    """Nobody waits any more."""
    changed_file(lake, bucket).unlink(missing_ok=True)
