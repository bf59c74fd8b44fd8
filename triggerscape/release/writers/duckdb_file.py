"""Published tables as one DuckDB file that clients from 1.2 on can open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl

from triggerscape.contract.language import Column, Table

# A file in the default storage of DuckDB 2 cannot be read by any 1.x client.
STORAGE_VERSION = "v1.2.0"
# Small blocks keep eleven small tables, each with an index, in half a megabyte instead of six.
BLOCK_BYTES = 16_384


def write_duckdb(
    tables: Mapping[str, pl.DataFrame], contracts: tuple[Table, ...], path: Path
) -> None:
    """Write every table into schema ``pub``, with primary keys and a comment on everything.

    One thread, tables and rows in a fixed order: the same tables give the same bytes. Columns are
    stored plain, because the bit-packed form of DuckDB 2.0 leaves a few bytes to chance.
    """
    attach = f"STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_BYTES}"
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute("SET force_compression = 'uncompressed'")
        connection.execute(f"ATTACH {_literal(str(path))} AS release ({attach})")
        connection.execute("CREATE SCHEMA release.pub")
        for table in contracts:
            connection.execute(_create(table))
            connection.register("frame", tables[table.name])
            connection.execute(
                f"INSERT INTO release.{table.name} SELECT {_names(table)} FROM frame"
            )
            connection.unregister("frame")
        for table in contracts:
            for statement in _comments(table):
                connection.execute(statement)
        connection.execute("CHECKPOINT release")
        connection.execute("DETACH release")


def read_duckdb(path: Path, contracts: tuple[Table, ...]) -> dict[str, pl.DataFrame]:
    """Read every table back, ordered by its key."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            table.name: connection.sql(
                f"SELECT {_names(table)} FROM {table.name} ORDER BY {', '.join(table.key)}"
            ).pl()
            for table in contracts
        }


def _create(table: Table) -> str:
    columns = [_declaration(column) for column in table]
    key = f"PRIMARY KEY ({', '.join(table.key)})"
    return f"CREATE TABLE release.{table.name} ({', '.join([*columns, key])})"


def _declaration(column: Column) -> str:
    return f"{column.name} {column.kind.value}{'' if column.nullable else ' NOT NULL'}"


def _names(table: Table) -> str:
    return ", ".join(table.column_names)


def _comments(table: Table) -> list[str]:
    about = ". ".join([f"{table.grain[0].upper()}{table.grain[1:]}", *table.warnings])
    return [
        f"COMMENT ON TABLE release.{table.name} IS {_literal(about)}",
        *(
            f"COMMENT ON COLUMN release.{table.name}.{column.name} IS {_literal(_meaning(column))}"
            for column in table
        ),
    ]


def _meaning(column: Column) -> str:
    return f"{column.meaning} [{column.unit}]" if column.unit else column.meaning


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
