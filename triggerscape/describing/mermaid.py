"""Tables as an entity-relationship diagram in Mermaid, from their keys and links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import TABLES
from triggerscape.describing.links import links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triggerscape.contract.language import Column, Table

# A release belongs to every row; drawn, it would be a line from everywhere to one place.
_NOT_DRAWN = "release_id"


def diagram(tables: Iterable[Table], *, all_columns: bool = False) -> str:
    """An ``erDiagram``: one box a table with its key and links, or with ``all_columns``.

    A line runs from a table to each table that explains one of its columns: many rows of it to
    exactly one there, or to none where the column may be NULL.
    """
    drawn = list(tables)
    lines = ["erDiagram"]
    for table in drawn:
        lines += _box(table, all_columns=all_columns)
    names = {table.name for table in drawn}
    lines += [line for table in drawn for line in _lines(table, names)]
    return "\n".join(lines) + "\n"


def diagram_of(table: Table) -> str:
    """One table with all its columns, and the tables that explain them."""
    linked = dict.fromkeys(link.target for link in links_of(table) if link.column != _NOT_DRAWN)
    return diagram([table, *(TABLES[name] for name in linked)], all_columns=True)


def _box(table: Table, *, all_columns: bool) -> Iterator[str]:
    linked = {link.column for link in links_of(table)} - {_NOT_DRAWN}
    yield f"    {_entity(table)} {{"
    for column in table:
        if all_columns or column.name in table.key or column.name in linked:
            yield f"        {_type(column)} {column.name}{_keys(column, table, linked)}"
    yield "    }"


def _keys(column: Column, table: Table, linked: set[str]) -> str:
    marks = (("PK", column.name in table.key), ("FK", column.name in linked))
    said = ", ".join(mark for mark, holds in marks if holds)
    return f" {said}" if said else ""


def _lines(table: Table, drawn: set[str]) -> Iterator[str]:
    for link in links_of(table):
        if link.column != _NOT_DRAWN and link.target in drawn:
            at_most = "o|" if table.column(link.column).nullable else "||"
            target = _entity(TABLES[link.target])
            yield f"    {_entity(table)} }}o--{at_most} {target} : {link.column}"


def _entity(table: Table) -> str:
    return table.short_name if table.schema == "pub" else table.name.replace(".", "_")


def _type(column: Column) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "_", column.kind.value).strip("_")
