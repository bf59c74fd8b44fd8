"""A foreign format as its folder in sql/sources declares it: its files, and the SQL that maps them.

A new format needs such a folder and a profile, and no Python.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from triggerscape.delivery.fhir.compiling import CompiledView, compile_view
from triggerscape.delivery.sources.format_names import DECLARATION
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.statements import Statement, read_statement, sql_folder

if TYPE_CHECKING:
    from pathlib import Path

_FROM = "_from_"
_BESIDE = "beside."
# What mappings of any format rest on, beside their own folder.
_SHARED = ("therapy_rules.csv", "drug_names.csv")


class Owner(NamedTuple):
    """Where to find whose a row is: what ``theirs`` gives of a row of ``kind``, ``own`` gives here.

    Both are SQL over the columns of the rows; a resource's own key is ``resource_key``.
    """

    kind: str
    theirs: str
    own: str


@dataclass(frozen=True)
class SourceTable:
    """One kind of file of a format.

    ``columns`` are all that is read of it, ``required`` those without which it is refused. Where
    each line is a FHIR resource, ``view`` makes the columns of it.

    ``person`` is the column that names whose row it is, of a resource the path; ``owners`` lead
    there, too: a row belongs to whoever's row in another kind says what it says. A kind with
    neither tells of nobody.
    """

    name: str
    globs: tuple[str, ...]
    columns: tuple[str, ...]
    required: tuple[str, ...] = ()
    view: CompiledView | None = None
    person: str | None = None
    owners: tuple[Owner, ...] = ()

    def takes(self, file_name: str) -> bool:
        """Whether a file of this name, in whatever capitals, is of this kind."""
        return any(fnmatchcase(file_name.lower(), glob) for glob in self.globs)


@dataclass(frozen=True)
class SourceFormat:
    """A format: its kinds of files, and by kind the mappings that read them, in order.

    A kind without a mapping is only looked up. ``recipe`` changes with anything in its folder. Keys
    of people are filled with zeros up to ``key_length`` signs.
    """

    name: str
    title: str
    tables: dict[str, SourceTable]
    mappings: dict[str, tuple[SourceMapping, ...]]
    recipe: str
    key_length: int = 0

    def table_of(self, file_name: str) -> SourceTable | None:
        """The first kind that takes a file of this name."""
        return next((table for table in self.tables.values() if table.takes(file_name)), None)


@dataclass(frozen=True)
class SourceMapping:
    """One SELECT of a format: the contract it feeds, and the other kinds of files it looks into."""

    contract: str
    statement: Statement

    @property
    def name(self) -> str:
        """format/contract_from_table, as the folder has it."""
        return self.statement.name.replace(".", "/")

    @property
    def beside(self) -> tuple[str, ...]:
        """The kinds of files it reads beside the one it maps."""
        read = (name for name in self.statement.inputs if name.startswith(_BESIDE))
        return tuple(name.removeprefix(_BESIDE) for name in read)


@cache
def read_format(name: str) -> SourceFormat:
    """The format in sql/sources/<name>; our own tests hold every folder to what is read here."""
    folder = sql_folder() / "sources" / name
    declared = tomllib.loads((folder / DECLARATION).read_text(encoding="utf-8"))
    tables = {kind: _table(folder, kind, said) for kind, said in declared["tables"].items()}
    mappings: dict[str, list[SourceMapping]] = {kind: [] for kind in tables}
    for path in sorted(folder.glob(f"*{_FROM}*.sql")):
        contract, _, kind = path.stem.partition(_FROM)
        mappings[kind].append(SourceMapping(contract, read_statement(path)))
    return SourceFormat(
        name,
        declared["title"],
        tables,
        {kind: tuple(found) for kind, found in mappings.items()},
        _recipe(folder),
        int(declared.get("key_length", 0)),
    )


def _table(folder: Path, name: str, said: dict[str, object]) -> SourceTable:
    person = str(said["person"]) if "person" in said else None
    owners = tuple(Owner(*_texts(one)) for one in _items(said.get("owners")))
    if "view" in said:
        view = compile_view(json.loads((folder / str(said["view"])).read_text(encoding="utf-8")))
        columns, required = view.columns, tuple[str, ...]()
    else:
        view, columns, required = None, _texts(said["columns"]), _texts(said["required"])
    return SourceTable(name, _texts(said["files"]), columns, required, view, person, owners)


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _recipe(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    files += [folder.parent / name for name in _SHARED]
    return fingerprint(*(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in files))
