"""Read-only queries on the newest release, or on the person-level copy for data scientists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.reading.connection import open_read_only
from triggerscape.reading.places import newest_release

if TYPE_CHECKING:
    from triggerscape.workspace import Workspace


def query(workspace: Workspace, sql: str, *, research: bool = False) -> tuple[list[str], list[Any]]:
    """Column names and rows of one query; nothing can be written and no other file be read.

    TriggerscapeError when there is nothing to ask yet, or the query is wrong.
    """
    path = workspace.research_file if research else newest_release(workspace)
    with open_read_only(path, fix=f"triggerscape run --home {workspace.home}") as con:
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
