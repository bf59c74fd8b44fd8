"""Rows as dictionaries, put into a table with the columns of its contract."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl

from triggerscape.contract.language import Kind, Table
from triggerscape.warehouse.literals import quoted

Row = dict[str, Any]

POLARS: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.BOOLEAN: pl.Boolean,
    Kind.DATE: pl.Date,
    Kind.DOUBLE: pl.Float64,
    Kind.TEXT_LIST: pl.List(pl.String),
    Kind.TIMESTAMP: pl.Datetime("us"),
}


def insert(con: duckdb.DuckDBPyConnection, contract: Table, rows: list[Row]) -> None:
    """A table with the contract's columns and these rows; a map is carried as two lists."""
    columns = ", ".join(f"{quoted(column.name)} {column.kind}" for column in contract)
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
    con.execute(f"CREATE OR REPLACE TABLE {contract.name} ({columns})")
    series, values = [], []
    for column in contract:
        name = column.name
        cells = [row.get(name) for row in rows]
        if column.kind is Kind.NUMBER_MAP:
            keys = [None if cell is None else list(cell) for cell in cells]
            numbers = [None if cell is None else list(cell.values()) for cell in cells]
            series.append(pl.Series(f"{name}_keys", keys, pl.List(pl.String)))
            series.append(pl.Series(f"{name}_values", numbers, pl.List(pl.Float64)))
            # In DuckDB a map made of nulls is an empty one.
            values.append(
                f"CASE WHEN {name}_keys IS NOT NULL THEN map({name}_keys, {name}_values) END"
            )
        else:
            series.append(pl.Series(name, cells, POLARS.get(column.kind, pl.Int64)))
            values.append(quoted(name))
    con.register("given", pl.DataFrame(series).to_arrow())
    con.execute(f"INSERT INTO {contract.name} SELECT {', '.join(values)} FROM given")
    con.unregister("given")
