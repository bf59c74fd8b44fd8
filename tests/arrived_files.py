"""The contract's columns as the door writes them into files of arrived rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.language import Kind
from triggerscape.warehouse.ledger.arrived_rows import LIST_MARK
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triggerscape.contract.language import Table


def as_arrived(contract: Table, extras: Iterable[str] = ()) -> str:
    """The columns of a SELECT over a table in the contract's shape: lists as text, no map."""
    columns = []
    for column in contract:
        name = quoted(column.name)
        if column.kind is Kind.NUMBER_MAP:
            columns += [f"{name}[{sql_text(code)}] AS {quoted(code)}" for code in extras]
        elif column.kind is Kind.TEXT_LIST:
            columns.append(f"array_to_string({name}, {sql_text(LIST_MARK)}) AS {name}")
        else:
            columns.append(name)
    return ", ".join(columns)
