"""The SQL of sql/: one SELECT a file, file name = table, folder = schema; inputs read by DuckDB."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from triggerscape.errors import ContractBroken
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(__file__).resolve().parents[1]


def sql_folder() -> Path:
    """Where sql/ lies: beside the packages in a checkout, inside the package in an install."""
    installed = _PACKAGE / "_sql"
    return installed if installed.is_dir() else _PACKAGE.parent / "sql"


@dataclass(frozen=True)
class Reach:
    """The days of an input that a row of some day depends on: so many before it and after it."""

    back: int = 0
    ahead: int = 0


_READS = re.compile(
    r"^-- reads (\S+): (?:(\d+) days back)?(?:, )?(?:(\d+) days ahead)?$", re.MULTILINE
)


def reach_of(sql: str) -> dict[str, Reach]:
    """How far a SELECT reaches into its inputs, by the ``-- reads`` lines of its head.

    An input that is dated and has no line is read on the row's own day alone.
    """
    return {
        name: Reach(int(back or 0), int(ahead or 0)) for name, back, ahead in _READS.findall(sql)
    }


_FELT = re.compile(
    r"^-- felt (from the last row before it in|from the first day of the row it falls into"
    r"|only up to the last day in): (.+)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Felt:
    """From when on, and up to when, a SELECT feels what changed in its dated inputs.

    Each is a SELECT, or empty. ``last_before`` gives person_id and a day: a change is felt from the
    day after the person's last such day before it (a table that fills gaps has new rows there).
    ``stretch`` gives person_id, a first and a last day: a change within is felt from the first day
    on. ``up_to`` gives person_id and a day: nobody feels what changed after the last such day.
    """

    last_before: str = ""
    stretch: str = ""
    up_to: str = ""


def felt_of(sql: str) -> Felt:
    """What the ``-- felt`` lines of a SELECT's head say."""
    said = dict(_FELT.findall(sql))
    return Felt(
        said.get("from the last row before it in", ""),
        said.get("from the first day of the row it falls into", ""),
        said.get("only up to the last day in", ""),
    )


_TOLD = re.compile(r"^-- a change is told from: (\w+)$", re.MULTILINE)


def told_from(sql: str) -> str:
    """The column that a SELECT's head names in ``-- a change is told from:``; else empty.

    It is for a table without blocks of days whose row says nothing about the days before that one.
    """
    found = _TOLD.search(sql)
    return found.group(1) if found else ""


@dataclass(frozen=True)
class Statement:
    """One table's SELECT, with the tables it reads."""

    name: str
    sql: str
    inputs: tuple[str, ...]

    @property
    def grain(self) -> str:
        """The grain, as its first comment says it."""
        first = self.sql.lstrip().splitlines()[0]
        return first.removeprefix("--").strip().removeprefix("grain:").strip()


def read_statement(path: Path) -> Statement:
    """The statement in one file. ContractBroken when the first line does not say the grain."""
    text = path.read_text(encoding="utf-8").strip().rstrip(";")
    if not text.startswith("-- grain:"):
        raise ContractBroken("E701", "the first line must say the grain", where=str(path))
    return Statement(f"{path.parent.name}.{path.stem}", text, tables_read(text))


def read_statements(schema: str) -> list[Statement]:
    """Every statement of one folder of sql/, in an order in which each finds its inputs made."""
    files = sorted((sql_folder() / schema).glob("*.sql"))
    return in_order(read_statement(path) for path in files)


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """The statements sorted so that inputs come first; ties by name."""
    by_name = {statement.name: statement for statement in statements}
    sorter = TopologicalSorter(
        {name: sorted(set(by_name[name].inputs) & set(by_name)) for name in sorted(by_name)}
    )
    try:
        return [by_name[name] for name in sorter.static_order()]
    except CycleError as error:
        raise ContractBroken("E702", f"tables read each other: {error.args[1]}") from error


@cache
def tables_read(sql: str) -> tuple[str, ...]:
    """The schema.table names a SELECT reads, by DuckDB's own parser; its CTEs are left out."""
    with _parser().cursor() as con:
        found = con.execute(f"SELECT json_serialize_sql({sql_text(sql)})").fetchall()[0][0]
    tree = json.loads(found)
    if tree["error"] or len(tree["statements"]) != 1:
        raise ContractBroken("E703", f"not one SELECT: {tree.get('error_message', sql[:60])}")
    names: set[str] = set()
    _collect(tree, names)
    return tuple(sorted(names))


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    # A connection takes 14 ms to make, and a SELECT less than one to read; it sees no data.
    return duckdb.connect()


def _collect(node: Any, names: set[str]) -> None:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            names.add(f"{node['schema_name']}.{node['table_name']}")
        for child in node.values():
            _collect(child, names)
    elif isinstance(node, list):
        for child in node:
            _collect(child, names)
