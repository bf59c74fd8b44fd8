"""Rows as the door writes them, flat and quick to write, and the contract's shape over them.

A list lies as the text it came as, every x_ column of the site's profile as a column of its own.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from triggerscape.contract.language import Column, Kind
from triggerscape.warehouse.lake import view_of_files
from triggerscape.warehouse.literals import quoted, sql_text, sql_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from triggerscape.contract.language import Table

# What stands between the words of a list.
LIST_MARK = "|"
EXTRA_PREFIX = "x_"


def words_of_list(text: str) -> str:
    """SQL for the list in a text; NULL for NULL."""
    return f"string_split({text}, {sql_text(LIST_MARK)})"


def view_of_arrived(files: Sequence[Path], contract: Table) -> str:
    """A SELECT over files of arrived rows with the columns of accepted.<contract>.

    Every row has the x_ columns of its own file in ``extra``, whatever other files hold.
    """
    if not files:
        return view_of_files([], contract)
    by_extras = sorted((_extras_of(file), file) for file in files)
    return " UNION ALL ".join(
        _select([file for _, file in group], contract, extras)
        for extras, group in groupby(by_extras, key=lambda one: one[0])
    )


def _extras_of(file: Path) -> tuple[str, ...]:
    names = pq.read_schema(file).names
    return tuple(sorted(name for name in names if name.startswith(EXTRA_PREFIX)))


def _select(files: Sequence[Path], contract: Table, extras: tuple[str, ...]) -> str:
    columns = ", ".join(
        f"{_shaped(column, extras)} AS {quoted(column.name)}" for column in contract
    )
    return f"SELECT {columns} FROM read_parquet([{sql_texts(map(str, files))}])"


def _shaped(column: Column, extras: tuple[str, ...]) -> str:
    match column.kind:
        case Kind.TEXT_LIST:
            return words_of_list(quoted(column.name))
        case Kind.NUMBER_MAP:
            # A structure cast to a map costs a twentieth of map(), which looks for equal keys.
            pairs = ", ".join(f"{quoted(code)} := {quoted(code)}" for code in extras)
            return f"CAST({f'struct_pack({pairs})' if extras else 'NULL'} AS {column.kind})"
        case _:
            return quoted(column.name)
