"""Read the tables of a workbook back, as an analyst would who opens it by program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import fastexcel
import polars as pl

from triggerscape.contract.language import Column, Kind, Table
from triggerscape.release.shape import POLARS_TYPES
from triggerscape.release.writers.workbook.shorthand import SHORTHAND

_ISO_DATE_LETTERS = 10


def read_workbook(path: Path, contracts: Sequence[Table]) -> dict[str, pl.DataFrame]:
    """Every table by full name with the types of its contract; shorthand is read as no value.

    Raises:
        KeyError: the workbook has no table of that name, or one with other columns.
    """
    book = fastexcel.read_excel(path)
    there = set(book.table_names())
    missing = [table.short_name for table in contracts if table.short_name not in there]
    if missing:
        raise KeyError(f"not in the workbook: {', '.join(missing)}")
    return {table.name: _frame(book, table) for table in contracts}


def _frame(book: fastexcel.ExcelReader, table: Table) -> pl.DataFrame:
    read = book.load_table(table.short_name, dtypes="string").to_polars()
    if tuple(read.columns) != table.column_names:
        raise KeyError(f"other columns in the workbook: {table.short_name}")
    gaps = [f"[{letter}]" for letter in SHORTHAND]
    values = pl.when(~pl.all().is_in(gaps)).then(pl.all()).name.keep()
    frame = read.with_columns(values).select(_typed(column) for column in table)
    # Excel keeps one empty row in a table without rows.
    return frame.filter(~pl.all_horizontal(pl.all().is_null()))


def _typed(column: Column) -> pl.Expr:
    text = pl.col(column.name)
    if column.kind is Kind.DATE:
        return text.str.slice(0, _ISO_DATE_LETTERS).str.to_date()
    if column.kind is Kind.BOOLEAN:
        return text.str.to_lowercase() == "true"
    if column.kind.is_whole_number:
        return text.cast(pl.Float64).cast(POLARS_TYPES[column.kind])
    return text.cast(POLARS_TYPES[column.kind])
