"""Tables small enough to read: a worked example is such tables in, a SELECT, and such a table out.

    diary_date             | headache | pain_max
    2026-03-02             | yes      | 6
    2026-03-03..2026-03-05 | no       | ?

A question mark is null. A range of dates stands for one row a day. Columns left out are null, or
what DEFAULTS says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import duckdb

from triggerscape.contract.catalogue import TABLES
from triggerscape.factors import Factor
from triggerscape.settings import Settings
from triggerscape.warehouse.build.step import check_columns
from triggerscape.warehouse.designs.design_day import DESIGN_DAY, design_day_sql
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.warehouse.statements import Statement, in_order, read_statements, tables_read

DEFAULTS = {
    "person_id": "1",
    "site_code": "SITE1",
    "entry_basis": "daily_prompt",
    "entry_status": "complete",
    "date_is_relative": "no",
    "delivery": "session",
    "status": "completed",
}
_NULL = "?"


@dataclass(frozen=True)
class Example:
    """One worked example: what it shows, the rows given, the rows expected.

    ``table`` is the table made; ``sql`` its SELECT where no file of sql/ has it.
    ``factors`` are the catalogue of a design; ``settings`` differ from the defaults; ``why`` is a
    sentence for the manual.
    """

    shows: str
    table: str
    given: Mapping[str, str]
    expected: str
    why: str = ""
    sql: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    factors: tuple[Factor, ...] = ()


def read_table(text: str) -> list[dict[str, str | None]]:
    """The rows of an ASCII table, ranges of dates spread out; a cell is text or None."""
    lines = [
        [cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()
    ]
    head, *body = lines
    rows: list[dict[str, str | None]] = []
    for cells in body:
        row = {
            name: None if cell == _NULL else cell for name, cell in zip(head, cells, strict=True)
        }
        rows += _spread(row)
    return rows


def _spread(row: dict[str, str | None]) -> list[dict[str, str | None]]:
    for name, cell in row.items():
        if cell and ".." in cell:
            first, last = (date.fromisoformat(end) for end in cell.split(".."))
            days = (last - first).days + 1
            return [{**row, name: (first + timedelta(days=n)).isoformat()} for n in range(days)]
    return [row]


def make_table(con: duckdb.DuckDBPyConnection, name: str, text: str = "") -> None:
    """A table with its contract's columns and the rows of an ASCII table."""
    contract = TABLES[name]
    columns = ", ".join(f"{quoted(column.name)} {column.kind}" for column in contract)
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
    con.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    for given in read_table(text) if text else ():
        strangers = sorted(set(given) - set(contract.column_names))
        assert not strangers, f"{name} has no column {', '.join(strangers)}"
        row = {k: v for k, v in DEFAULTS.items() if k in contract.column_names} | given
        names = ", ".join(quoted(column) for column in row)
        values = ", ".join(f"CAST(? AS {contract.column(column).kind})" for column in row)
        con.execute(f"INSERT INTO {name} ({names}) VALUES ({values})", list(row.values()))


def rows_that_break(rules: Iterable[tuple[str, str, str]], table: str, text: str) -> dict[str, int]:
    """How many rows of an ASCII table break each rule: by the rule's name."""
    with duckdb.connect() as con:
        make_table(con, table, text)
        return {
            name: con.execute(f"SELECT count(*) FROM {table} WHERE {broken}").fetchall()[0][0]
            for name, _, broken in rules
        }


def made_from(example: Example) -> list[Statement]:
    """The SELECTs from the given tables to the example's, in order."""
    own = {DESIGN_DAY: design_day_sql(example.factors)}
    if example.sql:
        own[example.table] = example.sql
    statements = _from_sql() | {n: Statement(n, sql, tables_read(sql)) for n, sql in own.items()}
    needed, open_names = {}, [example.table]
    while open_names:
        name = open_names.pop()
        if name in statements and name not in example.given and name not in needed:
            needed[name] = statements[name]
            open_names += statements[name].inputs
    return in_order(needed.values())


@cache
def _from_sql() -> dict[str, Statement]:
    made = [read_statements(schema) for schema in ("features", "sites", "trials", "months")]
    return {statement.name: statement for of in made for statement in of}


def run_example(example: Example) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What the SELECT gives in the columns of the expected table, and what was expected."""
    settings = Settings({f"definitions.{k}": v for k, v in example.settings.items()})
    with duckdb.connect() as con:
        make_reference(con, settings)
        statements = made_from(example)
        for statement in statements:
            for name in statement.inputs:
                if name in example.given or name.startswith(("core.", "ledger.")):
                    make_table(con, name, example.given.get(name, ""))
        for statement in statements:
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {statement.name.split('.')[0]}")
            if statement.name in TABLES:
                check_columns(con, TABLES[statement.name], statement.sql)
            con.execute(f"CREATE OR REPLACE TABLE {statement.name} AS {statement.sql}")
        return _found(con, example), _expected(con, example)


def _found(con: duckdb.DuckDBPyConnection, example: Example) -> list[tuple[object, ...]]:
    names = ", ".join(quoted(name) for name in _columns(example))
    return con.execute(f"SELECT {names} FROM {example.table}").fetchall()


def _expected(con: duckdb.DuckDBPyConnection, example: Example) -> list[tuple[object, ...]]:
    kinds = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {example.table}").fetchall()}
    values = ", ".join(f"CAST(? AS {kinds[name]})" for name in _columns(example))
    rows = read_table(example.expected)
    return [con.execute(f"SELECT {values}", list(row.values())).fetchall()[0] for row in rows]


def _columns(example: Example) -> list[str]:
    return [name.strip() for name in example.expected.strip().splitlines()[0].split("|")]
