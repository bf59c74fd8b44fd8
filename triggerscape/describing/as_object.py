"""A table as an object for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triggerscape.describing.example_query import example_query
from triggerscape.describing.links import links_of

if TYPE_CHECKING:
    from triggerscape.contract.language import Column, Table


def table_object(table: Table) -> dict[str, Any]:
    """Grain, key, columns, links and warnings; of a published table an example query."""
    linked = {link.column: link for link in links_of(table)}
    columns = [
        _column(column)
        | (
            {"explained_in": f"{linked[column.name].target}.{linked[column.name].key}"}
            if column.name in linked
            else {}
        )
        for column in table
    ]
    described: dict[str, Any] = {
        "table": table.name,
        "grain": table.grain,
        "key": list(table.key),
        "columns": columns,
        "warnings": list(table.warnings),
    }
    if table.schema == "pub":
        described["example_query"] = example_query(table)
    return described


def _column(column: Column) -> dict[str, Any]:
    said = {
        "name": column.name,
        "type": column.kind.value,
        "meaning": column.meaning,
        "unit": column.unit or None,
        "decimals": column.decimals,
        "values": list(column.values) or None,
        "low": column.low,
        "high": column.high,
        "nullable": column.nullable,
    }
    return {name: value for name, value in said.items() if value is not None}
