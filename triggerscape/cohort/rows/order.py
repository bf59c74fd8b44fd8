"""Columns in the order and the kind of the contract; a site's own x_ columns at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from triggerscape.contract.language import Kind, Table

_POLARS: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.SMALLINT: pl.Int16(),
    Kind.INTEGER: pl.Int32(),
    Kind.BIGINT: pl.Int64(),
    Kind.DOUBLE: pl.Float64(),
    Kind.DATE: pl.Date(),
    Kind.TIME: pl.Time(),
    Kind.TIMESTAMP: pl.Datetime("us"),
    Kind.TEXT_LIST: pl.List(pl.String()),
}


def frame_of(rows: Sequence[Mapping[str, object]], table: Table) -> pl.DataFrame:
    """Rows as a frame with every column of the contract that any row has, even with no rows."""
    known = {name for row in rows for name in row}
    schema = {
        column.name: _POLARS[column.kind] for column in table if column.name in known or not rows
    }
    return pl.DataFrame(rows, schema=schema)


def in_contract_order(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame's columns as the contract orders and types them, then its x_ columns by name.

    Raises:
        ValueError: the frame has a column that the contract does not know.
    """
    known = [column for column in table if column.name in frame.columns]
    extras = sorted(name for name in frame.columns if name.startswith("x_"))
    strange = set(frame.columns) - {column.name for column in known} - set(extras)
    if strange:
        raise ValueError(f"{table.name} does not know {', '.join(sorted(strange))}")
    return frame.select(
        *(pl.col(column.name).cast(_POLARS[column.kind]) for column in known), *extras
    )
