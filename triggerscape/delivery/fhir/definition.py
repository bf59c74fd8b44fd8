"""A ViewDefinition as it was written, checked for its form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from triggerscape.delivery.fhir.errors import ViewError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LOOPS = ("forEach", "forEachOrNull", "repeat")


@dataclass(frozen=True)
class ColumnDefinition:
    """One column: its name, its path, the FHIR type it declares, and whether it holds a list."""

    name: str
    path: str
    type: str
    is_collection: bool
    where: str


@dataclass(frozen=True)
class Selection:
    """One ``select``: what it runs over, its columns, what stands inside and beside it.

    ``loop`` is empty, forEach, forEachOrNull or repeat, and ``over`` its paths.
    """

    where: str
    loop: str
    over: tuple[str, ...]
    columns: tuple[ColumnDefinition, ...]
    inner: tuple[Selection, ...]
    union: tuple[Selection, ...]


@dataclass(frozen=True)
class ViewDefinition:
    """A view: the resource type, what is selected, the conditions, the constants as written."""

    resource: str
    selections: tuple[Selection, ...]
    conditions: tuple[str, ...]
    constants: tuple[Mapping[str, Any], ...]


def definition_of(view: Mapping[str, Any]) -> ViewDefinition:
    """The view, read; ViewError says which part of it is missing or of the wrong form."""
    selections = _selections(view, "select", "")
    if not selections:
        raise ViewError("the view selects nothing", where="select")
    return ViewDefinition(
        resource=_text(view, "resource", ""),
        selections=selections,
        conditions=tuple(
            _text(item, "path", f"where[{place}]")
            for place, item in enumerate(_objects(view, "where", ""))
        ),
        constants=_objects(view, "constant", ""),
    )


def _selections(owner: Mapping[str, Any], key: str, where: str) -> tuple[Selection, ...]:
    return tuple(
        _selection(item, f"{where}{key}[{place}]")
        for place, item in enumerate(_objects(owner, key, where))
    )


def _selection(item: Mapping[str, Any], where: str) -> Selection:
    loops = [name for name in _LOOPS if name in item]
    if len(loops) > 1:
        raise ViewError(f"{loops[0]} and {loops[1]} stand in one select", where=where)
    loop = loops[0] if loops else ""
    return Selection(
        where=where,
        loop=loop,
        over=_paths(item[loop], loop, where) if loop else (),
        columns=tuple(
            _column(column, f"{where}.column[{place}]")
            for place, column in enumerate(_objects(item, "column", where))
        ),
        inner=_selections(item, "select", f"{where}."),
        union=_selections(item, "unionAll", f"{where}."),
    )


def _column(item: Mapping[str, Any], where: str) -> ColumnDefinition:
    name = _text(item, "name", where)
    if not _NAME.fullmatch(name):
        raise ViewError("a column's name is letters, digits and _", where=where)
    return ColumnDefinition(
        name=name,
        path=_text(item, "path", where),
        type=str(item.get("type", "")),
        is_collection=item.get("collection") is True,
        where=where,
    )


def _paths(value: object, loop: str, where: str) -> tuple[str, ...]:
    paths = value if loop == "repeat" and isinstance(value, list) else [value]
    if not paths or not all(isinstance(path, str) for path in paths):
        raise ViewError(f"{loop} takes a path", where=where)
    return tuple(paths)


def _objects(owner: Mapping[str, Any], key: str, where: str) -> tuple[Mapping[str, Any], ...]:
    items = owner.get(key, [])
    if not isinstance(items, Sequence) or not all(isinstance(item, Mapping) for item in items):
        raise ViewError(f"{key} takes a list of objects", where=where)
    return tuple(items)


def _text(owner: Mapping[str, Any], key: str, where: str) -> str:
    value = owner.get(key)
    if not isinstance(value, str) or not value:
        raise ViewError(f"{key} is missing", where=where or key)
    return value
