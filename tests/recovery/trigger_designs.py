"""The shortest way from rows of core to the designs of the trigger models.

Nothing is written, sent, read or judged: the rows are put into core as they are, and the SELECTs of
sql/features and of the designs run on one connection. That a population comes out as it does of a
whole run is a test of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

import duckdb
import polars as pl

from triggerscape.contract.core import CORE
from triggerscape.contract.language import Table
from triggerscape.factors import Factor
from triggerscape.settings import Settings
from triggerscape.warehouse.designs.design_day import DESIGN_DAY, design_day_sql
from triggerscape.warehouse.designs.exposure_design import same_day_design_sql, timing_design_sql
from triggerscape.warehouse.designs.onset_design import ONSET_DESIGN, onset_design_sql
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import Statement, in_order, read_statements, tables_read

DESIGNS = (ONSET_DESIGN, "design.timing", "design.same_day")


@contextmanager
def opened_designs(
    core: Mapping[str, pl.DataFrame], factors: tuple[Factor, ...]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds every design of these people, and all it is made of.

    ``core`` has rows by the name of their table of core; columns nobody sends are left out, and x_
    columns stand beside the others.
    """
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'; SET threads = 1")
        make_reference(con, Settings())
        for contract in CORE:
            put_rows(con, contract, core.get(contract.name))
        for statement in _statements(factors):
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {statement.name.split('.')[0]}")
            con.execute(f"CREATE TABLE {statement.name} AS {statement.sql}")
        yield con


def put_rows(con: duckdb.DuckDBPyConnection, contract: Table, rows: pl.DataFrame | None) -> None:
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
    columns = ", ".join(f"{quoted(column.name)} {column.kind}" for column in contract)
    con.execute(f"CREATE TABLE {contract.name} ({columns})")
    if rows is None:
        return
    values = {name: quoted(name) for name in rows.columns}
    values["date_is_relative"] = "false"
    extras = [name for name in rows.columns if name.startswith("x_")]
    values["extra"] = f"map({extras}, [{', '.join(map(quoted, extras))}])" if extras else "NULL"
    con.register("sent", rows.to_arrow())
    given = ", ".join(values.get(column.name, "NULL") for column in contract)
    con.execute(f"INSERT INTO {contract.name} SELECT {given} FROM sent")
    con.unregister("sent")


@cache
def _statements(factors: tuple[Factor, ...]) -> list[Statement]:
    """The designs and every table they are made of, inputs first."""
    made_from_code = {
        DESIGN_DAY: design_day_sql(factors),
        ONSET_DESIGN: onset_design_sql(factors),
        "design.timing": timing_design_sql(factors),
        "design.same_day": same_day_design_sql(factors),
    }
    own = [Statement(name, sql, tables_read(sql)) for name, sql in made_from_code.items()]
    known = {one.name: one for one in [*read_statements("features"), *own]}
    return in_order(known[name] for name in tables_behind(DESIGNS, known))


def tables_behind(names: Sequence[str], known: Mapping[str, Statement]) -> set[str]:
    found: set[str] = set()
    asked = list(names)
    while asked:
        name = asked.pop()
        if name in known and name not in found:
            found.add(name)
            asked += known[name].inputs
    return found
