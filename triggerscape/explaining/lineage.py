"""What a table is made of, down to what sites send, read out of the SQL by DuckDB's parser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import TABLES
from triggerscape.release.derived.catalogue import EVERY_DERIVED
from triggerscape.warehouse.statements import read_statement, sql_folder

if TYPE_CHECKING:
    from triggerscape.contract.language import Table
    from triggerscape.warehouse.statements import Statement

_FOLDER = {"pub": "publish"}
_NOT_SQL = {
    "estimates": "fitted by the model of the table",
    "design": "made for the models, a column a factor",
    "ledger": "written as files are taken in",
    "reference": "from the code and the settings",
    "pub": "from the code and the settings",
}


_DERIVED = {one.table.name: one.sources for one in EVERY_DERIVED}


@dataclass(frozen=True)
class Source:
    """One table that another is made of. ``depth`` counts from 1, its direct inputs.

    ``made_by`` is a file of sql/, or says in words what makes a table that no SELECT makes.
    """

    name: str
    depth: int
    grain: str
    made_by: str


def statement_of(table: Table) -> Statement | None:
    """The SELECT that makes a table; None where no file of sql/ does."""
    path = _file_of(table.name)
    return read_statement(path) if path.is_file() else None


def sources_of(table: Table) -> tuple[Source, ...]:
    """Everything a table is made of, nearest first; each table once, at its nearest place."""
    found: dict[str, Source] = {}
    nearest = [table.name]
    depth = 0
    while nearest:
        depth += 1
        inputs = sorted({name for made in nearest for name in _inputs_of(made)} - set(found))
        found |= {name: Source(name, depth, _grain_of(name), _made_by(name)) for name in inputs}
        nearest = inputs
    return tuple(found.values())


@cache
def _inputs_of(name: str) -> tuple[str, ...]:
    if name in _DERIVED:
        return _DERIVED[name]
    path = _file_of(name)
    return read_statement(path).inputs if path.is_file() else ()


def _file_of(name: str) -> Path:
    schema, short = name.split(".")
    return sql_folder() / _FOLDER.get(schema, schema) / f"{short}.sql"


def _made_by(name: str) -> str:
    path = _file_of(name)
    if path.is_file():
        return f"sql/{path.parent.name}/{path.name}"
    if name in _DERIVED:
        return "worked out from printed rows"
    return _NOT_SQL.get(name.split(".", maxsplit=1)[0], "as the sites send it")


def _grain_of(name: str) -> str:
    return TABLES[name].grain if name in TABLES else ""
