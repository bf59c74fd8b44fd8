"""A query that shows what a published table looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    from triggerscape.contract.language import Table

_SHOWN = ("estimate", "ci_low", "ci_high", "n_rows", "n_people")
_ROWS = 5


def example_query(table: Table) -> str:
    """The first rows by key: what they are of and their numbers; of a reference table, all."""
    is_fact = "status" in table.column_names
    numbers = [name for name in _SHOWN if name in table.column_names]
    columns = [*table.key, *numbers] if is_fact else list(table.column_names)
    lines = _wrapped([_name(name) for name in columns])
    shown = "\nWHERE status = 'ok'" if is_fact else ""
    order = ", ".join(_name(name) for name in table.key)
    return f"SELECT\n{lines}\nFROM {table.short_name}{shown}\nORDER BY {order}\nLIMIT {_ROWS}"


def _name(name: str) -> str:
    # The only column named like a word of SQL; quoting all of them would be hard to read.
    return quoted(name) if name == "position" else name


def _wrapped(names: list[str]) -> str:
    lines, line = [], "   "
    for place, name in enumerate(names):
        piece = f" {name}{',' if place + 1 < len(names) else ''}"
        if len(line) + len(piece) > 96:
            lines.append(line)
            line = "   "
        line += piece
    return "\n".join([*lines, line])
