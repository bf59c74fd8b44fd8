"""FHIR resources through a view and a mapping: resources in, the rows of one contract out."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import duckdb

from triggerscape.delivery.fhir import CompiledView, compile_view
from triggerscape.warehouse.literals import sql_text
from triggerscape.warehouse.statements import read_statement, sql_folder

FOLDER = sql_folder() / "sources" / "fhir"
Resource = Mapping[str, Any]
# A table's name to the relation of its lines: source_row, and the resource as JSON text.
Sources = Mapping[str, str]


@cache
def views() -> Mapping[str, CompiledView]:
    """The views of the format, by table."""
    tables = tomllib.loads((FOLDER / "format.toml").read_text(encoding="utf-8"))["tables"]
    return {
        table: compile_view(json.loads((FOLDER / said["view"]).read_text(encoding="utf-8")))
        for table, said in tables.items()
    }


def flattened(table: str, resources: Sequence[Resource]) -> list[dict[str, Any]]:
    """What the view of a table gives of resources 1, 2, 3, …, as it is landed."""
    with duckdb.connect() as con:
        _write(con, "sent", resources)
        return _rows(con, views()[table].text_sql("sent"))


def mapped(
    mapping: str,
    resources: Sequence[Resource],
    beside: Mapping[str, Sequence[Resource]] | None = None,
    timezone: str = "UTC",
) -> list[dict[str, Any]]:
    """The rows a mapping makes of resources 1, 2, 3, …; NULL columns are left out."""
    with duckdb.connect() as con:
        _write(con, "sent", resources)
        sources = {mapping.split("_from_")[1]: "sent"}
        for table, sent in (beside or {}).items():
            _write(con, f"sent_{table}", sent)
            sources |= {table: f"sent_{table}"} if table not in sources else {}
        rows = map_sources(con, mapping, sources, timezone)
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def map_sources(
    con: duckdb.DuckDBPyConnection, mapping: str, sources: Sources, timezone: str
) -> list[dict[str, Any]]:
    """The rows a mapping makes of relations of lines; tables without one are empty."""
    con.execute("SET TimeZone = 'Etc/UTC'; CREATE SCHEMA IF NOT EXISTS beside")
    con.execute(f"SET VARIABLE site_timezone = {sql_text(timezone)}")
    con.execute("SET VARIABLE site_code = 'S01'")
    nothing = "(SELECT 1::BIGINT AS source_row, '{}' AS resource WHERE FALSE)"
    statement, own = read_statement(FOLDER / f"{mapping}.sql"), mapping.split("_from_")[1]
    for table in {own} | {name.removeprefix("beside.") for name in statement.inputs}:
        sql = views()[table].text_sql(sources.get(table, nothing))
        con.execute(f"CREATE OR REPLACE TABLE beside.{table} AS {sql}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW landed AS SELECT * FROM beside.{own}")
    rows = _rows(con, statement.sql)
    numbers = [row["source_row"] for row in rows]
    assert len(set(numbers)) == len(numbers), "two rows from one line"
    return rows


def _write(con: duckdb.DuckDBPyConnection, name: str, resources: Sequence[Resource]) -> None:
    con.execute(f"CREATE TABLE {name} (source_row BIGINT, resource VARCHAR)")
    for number, resource in enumerate(resources, 1):
        con.execute(f"INSERT INTO {name} VALUES (?, ?)", [number, json.dumps(resource)])


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = con.execute(f"SELECT * FROM ({sql}) ORDER BY ALL")
    names = [name for name, *_ in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
