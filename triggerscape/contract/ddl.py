"""SQL that follows from a contract: CREATE TABLE and COMMENT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from triggerscape.contract.language import Column, Table


def create_table(table: Table) -> str:
    """CREATE TABLE IF NOT EXISTS, with NOT NULL and the primary key."""
    lines = [
        f"{quoted(column.name)} {column.kind}{'' if column.nullable else ' NOT NULL'}"
        for column in table
    ]
    if table.key:
        lines.append(f"PRIMARY KEY ({', '.join(quoted(name) for name in table.key)})")
    return f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join(lines)})"


def comments(table: Table, *, kind: str = "TABLE", name: str | None = None) -> list[str]:
    """COMMENT statements for a table or view and each of its columns."""
    target = name or table.name
    statements = [f"COMMENT ON {kind} {target} IS {sql_text(table.grain)}"]
    statements += [
        f"COMMENT ON COLUMN {target}.{quoted(column.name)} IS {sql_text(column_comment(column))}"
        for column in table
    ]
    return statements


def column_comment(column: Column) -> str:
    """The meaning of a column with its unit."""
    return f"{column.meaning} [{column.unit}]" if column.unit else column.meaning
