"""Invented people through the SELECTs of sql/features and the designs, on one connection."""

from __future__ import annotations

from functools import cache

import duckdb
from contract_rows import insert
from plain_features_people import Row, Tables

from triggerscape.contract.catalogue import TABLES
from triggerscape.factors import FACTORS, Factor
from triggerscape.settings import Settings
from triggerscape.warehouse.designs.design_day import DESIGN_DAY, design_day_sql
from triggerscape.warehouse.designs.exposure_design import same_day_design_sql, timing_design_sql
from triggerscape.warehouse.designs.onset_design import onset_design_sql
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import Statement, in_order, read_statements, tables_read

OF = (*FACTORS, Factor("x_nap", "Naps", "sleep", 1))


@cache
def statements() -> tuple[Statement, ...]:
    made_from_code = {
        DESIGN_DAY: design_day_sql(OF),
        "design.onset": onset_design_sql(OF),
        "design.timing": timing_design_sql(OF),
        "design.same_day": same_day_design_sql(OF),
    }
    own = [Statement(name, sql, tables_read(sql)) for name, sql in made_from_code.items()]
    return tuple(in_order([*read_statements("features"), *read_statements("trials"), *own]))


def make_features(con: duckdb.DuckDBPyConnection, people: Tables, settings: Settings) -> None:
    """Every table of features, trials and designs of these people, in a connection."""
    make_reference(con, settings)
    for name, rows in people.items():
        insert(con, TABLES[name], rows)
    for statement in statements():
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {statement.name.split('.')[0]}")
        con.execute(f"CREATE OR REPLACE TABLE {statement.name} AS {statement.sql}")


def rows_of(con: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    """The rows of a table as dictionaries, in the order it was made in."""
    result = con.execute(f"FROM {table}")
    names = [name for name, *_ in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
