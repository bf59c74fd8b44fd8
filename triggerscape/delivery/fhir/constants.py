"""The constants of a view as values of SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from triggerscape.delivery.fhir.errors import ViewError
from triggerscape.delivery.fhir.path.nodes import Kind, Value
from triggerscape.warehouse.literals import sql_text

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def constants_of(written: Iterable[Mapping[str, Any]]) -> dict[str, Value]:
    """Name to value; ViewError for a constant without a name or with none or several values."""
    constants: dict[str, Value] = {}
    for place, item in enumerate(written):
        where = f"constant[{place}]"
        name = item.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ViewError("a constant has no name", where=where)
        values = [value for key, value in item.items() if key.startswith("value")]
        if len(values) != 1:
            raise ViewError(f"the constant {name} needs one value", where=where)
        constants[name] = _value(values[0], where)
    return constants


def _value(value: object, where: str) -> Value:
    if isinstance(value, bool):
        return Value(str(value).upper(), Kind.BOOLEAN)
    if isinstance(value, (int, float)):
        return Value(f"CAST({value} AS DOUBLE)", Kind.NUMBER)
    if isinstance(value, str):
        return Value(sql_text(value), Kind.TEXT)
    raise ViewError("a constant is a text, a number or a truth value", where=where)
