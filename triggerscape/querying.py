"""Read-only queries on the newest release, or on the person-level copy for data scientists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from triggerscape.errors import Exit, TriggerscapeError

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.workspace import Workspace


def query(workspace: Workspace, sql: str, *, research: bool = False) -> tuple[list[str], list[Any]]:
    """Column names and rows of one query; nothing can be written and no other file be read.

    TriggerscapeError when there is nothing to ask yet, or the query is wrong.
    """
    path = workspace.research_file if research else _newest(workspace)
    if not path.is_file():
        raise TriggerscapeError(
            "E150",
            "there is nothing to query yet",
            where=str(path),
            fix=f"triggerscape run --home {workspace.home}",
        )
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(str(path), read_only=True, config=config) as con:
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        if not research:
            con.execute("USE pub")
        try:
            result = con.execute(sql)
            return [column[0] for column in result.description or []], result.fetchall()
        except duckdb.Error as error:
            raise TriggerscapeError(
                "E151",
                str(error).split("\n")[0],
                fix='triggerscape sql "SHOW ALL TABLES"',
                exit_code=Exit.USAGE,
            ) from None


def _newest(workspace: Workspace) -> Path:
    return workspace.releases / "latest" / "triggerscape.duckdb"
