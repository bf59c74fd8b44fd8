"""Shorthand in cells without a value, and the grid of a published table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from triggerscape.contract.language import Column, Kind, Table
from triggerscape.release.writers.workbook.grid import Cell, Gap, Grid, GridColumn, Link, Look

# The letters of the UK Government Analysis Function, which are also the statuses of a row.
SHORTHAND = {
    "c": "Confidential: too few people stand behind the row.",
    "u": "Unreliable: too uncertain to show, its interval is too wide.",
    "x": "Not available: it was not recorded, or cannot be estimated.",
    "z": "Does not apply: this row has no such value.",
}
NOTHING_TO_SAY = "z"
# A sheet beyond this is slow to open and to scroll; the whole table is in the CSV file.
MOST_ROWS = 20_000
CONTENTS, NOTES = "Contents", "Notes"


def table_grid(frame: pl.DataFrame, table: Table, *, most_rows: int = MOST_ROWS) -> Grid:
    """A published table as a grid: the first ``most_rows`` rows, gaps said in shorthand."""
    shown = frame.head(most_rows)
    gaps = _gaps(shown)
    columns = tuple(_column(shown[column.name], column, gaps) for column in table)
    return Grid(
        name=table.short_name,
        title=f"{table.name}: {table.grain}",
        description=table.grain,
        lines=(
            f"{_extent(frame.height, most_rows, table)} {_explained(columns)}".strip(),
            " ".join([*table.warnings, "The dictionary sheet explains every column."]),
            Link(CONTENTS),
        ),
        columns=columns,
    )


def _extent(rows: int, most_rows: int, table: Table) -> str:
    if rows <= most_rows:
        return f"One table of {rows:,} rows."
    return (
        f"The first {most_rows:,} of {rows:,} rows; the whole table is "
        f"csv/{table.short_name}.csv of the same release."
    )


def _explained(columns: Sequence[GridColumn]) -> str:
    """What the shorthand of these cells means, said on the sheet that uses it."""
    used = {cell.shorthand for column in columns for cell in column.cells if isinstance(cell, Gap)}
    return " ".join(f"[{k}] {text}" for k, text in SHORTHAND.items() if f"[{k}]" in used)


def _gaps(frame: pl.DataFrame) -> list[Gap]:
    """For every row, what its empty cells say: the status of the row, if it is not shown."""
    if "status" not in frame.columns:
        return [Gap(f"[{NOTHING_TO_SAY}]")] * frame.height
    return [
        Gap(f"[{status if status in SHORTHAND else NOTHING_TO_SAY}]") for status in frame["status"]
    ]


def _column(values: pl.Series, column: Column, gaps: Sequence[Gap]) -> GridColumn:
    cells: list[Cell] = [
        gap if value is None else value for value, gap in zip(values, gaps, strict=True)
    ]
    return GridColumn(column.name, tuple(cells), _look(column), _number_format(column))


def _look(column: Column) -> Look:
    if column.kind is Kind.DATE:
        return "date"
    return "number" if column.kind.is_number else "text"


def _number_format(column: Column) -> str:
    if column.decimals:
        return f"0.{'0' * column.decimals}"
    if column.kind is Kind.BIGINT:
        return "#,##0"
    return "0" if column.decimals == 0 or column.kind.is_whole_number else ""
