"""Does a published frame keep its contract: columns, types, key, ranges, closed lists, order."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from triggerscape.contract.language import Column, Role, Table
from triggerscape.release.shape import POLARS_TYPES


def broken_contract(frame: pl.DataFrame, table: Table) -> list[str]:
    """What the frame does against its contract, one sentence per fault; quotes no value."""
    declared = {column.name: POLARS_TYPES[column.kind] for column in table}
    if frame.columns != list(declared):
        return [f"{table.name}: columns are not the declared ones, in the declared order"]
    mistyped = [name for name, kind in declared.items() if frame.schema[name] != kind]
    if mistyped:
        return [f"{table.name}: wrong type of {', '.join(mistyped)}"]
    faults = [
        f"{table.name}: {rows} rows {what}"
        for column in table
        for what, broken in _column_faults(column)
        if (rows := frame.filter(broken.fill_null(value=False)).height)
    ]
    keys = frame.select(table.key)
    if keys.is_duplicated().any():
        faults.append(f"{table.name}: the key {', '.join(table.key)} is not unique")
    if not keys.equals(keys.sort(table.key)):
        faults.append(f"{table.name}: not sorted by {', '.join(table.key)}")
    return faults


def _column_faults(column: Column) -> Iterator[tuple[str, pl.Expr]]:
    value = pl.col(column.name)
    if not column.nullable:
        yield f"without {column.name}", value.is_null()
    if column.values:
        yield f"with an undeclared {column.name}", ~value.is_in(list(column.values))
    if column.low is not None:
        yield f"with {column.name} below {column.low:g}", value < column.low
    if column.high is not None:
        yield f"with {column.name} above {column.high:g}", value > column.high
    if column.pattern is not None:
        yield f"with a malformed {column.name}", ~value.str.contains(f"^(?:{column.pattern})$")
    if column.role is Role.ESTIMATE:
        yield f"with {column.name} not finite", ~value.is_finite()
