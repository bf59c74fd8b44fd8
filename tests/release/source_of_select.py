"""Rows of one estimates table as they would be published."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from triggerscape.contract.catalogue import TABLES
from triggerscape.contract.ddl import create_table
from triggerscape.contract.language import Table
from triggerscape.disclosure.egress.telling_parts import hide_telling_parts
from triggerscape.disclosure.protect import protect
from triggerscape.disclosure.rule import Rule
from triggerscape.warehouse.statements import read_statements


def published(source: Table, rows: Sequence[dict[str, object]], name: str) -> pl.DataFrame:
    """``rows`` of ``source`` through sql/publish/``name``.sql and the protection step."""
    (statement,) = [one for one in read_statements("publish") if one.name == f"publish.{name}"]
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA estimates")
        con.execute(create_table(source))
        con.register("fitted", pl.DataFrame(rows, infer_schema_length=None).to_arrow())
        names = ", ".join(column.name for column in source)
        con.execute(f"INSERT INTO {source.name} SELECT {names} FROM fitted")
        found = con.sql(statement.sql).pl()
    table = TABLES[f"pub.{name}"]
    return protect(hide_telling_parts(found, table, Rule()), table, Rule())
