"""The rows of a published table that a few of its keys name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from triggerscape.contract.language import Role
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from triggerscape.contract.language import Table

Row = dict[str, Any]


def pick_rows(
    con: duckdb.DuckDBPyConnection, table: Table, keys: Mapping[str, object]
) -> list[Row]:
    """The rows with these values, ordered by the key of the table; all without any.

    A value may be given as text. TriggerscapeError for a column that says no part of which row it
    is, and for a value that no row has, with the nearest one.
    """
    sayable = [column.name for column in table if column.role is Role.DIMENSION]
    for name in keys:
        if name not in sayable:
            raise TriggerscapeError(
                "E154",
                f"{table.short_name} has no key {name}",
                fix=f"its keys are {', '.join(sayable)}",
                exit_code=Exit.USAGE,
            )
    asked = " AND ".join(f"CAST({quoted(name)} AS VARCHAR) = ?" for name in keys) or "true"
    order = ", ".join(quoted(name) for name in table.key)
    found = con.execute(
        f"SELECT * FROM {table.name} WHERE {asked} ORDER BY {order}",
        [str(value) for value in keys.values()],
    )
    names = [column[0] for column in found.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    if keys and not rows:
        _refuse_unknown(con, table, keys)
    return rows


def _refuse_unknown(
    con: duckdb.DuckDBPyConnection, table: Table, keys: Mapping[str, object]
) -> None:
    for name, value in keys.items():
        query = f"SELECT DISTINCT CAST({quoted(name)} AS VARCHAR) FROM {table.name} ORDER BY 1"
        there = [one for (one,) in con.execute(query).fetchall()]
        if str(value) not in there:
            near = get_close_matches(str(value), there, n=1, cutoff=0.5)
            raise TriggerscapeError(
                "E155",
                f"{table.short_name} has no row with {name}={value}"
                f"{f'; did you mean {near[0]}?' if near else ''}",
                fix=f'triggerscape sql "SELECT DISTINCT {name} FROM {table.short_name} ORDER BY 1"',
                exit_code=Exit.USAGE,
            )
    raise TriggerscapeError(
        "E155",
        f"{table.short_name} has no row with all of these keys together",
        fix="give fewer of them",
        exit_code=Exit.USAGE,
    )
