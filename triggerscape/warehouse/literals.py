"""Names and values written into SQL, quoted so that no file, site or column name can act as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def quoted(name: str) -> str:
    """An identifier, in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def sql_text(value: str) -> str:
    """A text value, in single quotes."""
    return "'" + value.replace("'", "''") + "'"


def sql_texts(values: Iterable[str]) -> str:
    """Text values with commas between, for IN (…)."""
    return ", ".join(sql_text(value) for value in values)
