"""Parquet files and workbooks without some of their rows, written anew from what remains."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from triggerscape.delivery.refusals import FileRefused

if TYPE_CHECKING:
    from collections.abc import Set
    from pathlib import Path

# A workbook says when it was made: always the same moment, which is none.
_NO_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001


def parquet_without(source: Path, target: Path, rows: Set[int]) -> None:
    """Write a Parquet file anew, group by group, without the rows of these numbers from 1.

    Schema and metadata stay. Words of a dictionary that only those rows used are not carried over.
    """
    file = pq.ParquetFile(source)
    schema = file.schema_arrow
    gone, before = pa.array(sorted(rows), pa.int64()), 0
    codec = file.metadata.row_group(0).column(0).compression if file.num_row_groups else "ZSTD"
    with pq.ParquetWriter(target, schema, compression=codec.lower()) as writer:
        for place in range(file.num_row_groups):
            group = file.read_row_group(place)
            numbers = pa.array(range(before + 1, before + group.num_rows + 1), pa.int64())
            kept = group.filter(pc.invert(pc.is_in(numbers, value_set=gone)))
            before += group.num_rows
            if kept.num_rows:
                writer.write_table(_with_own_words(kept))


def _with_own_words(table: pa.Table) -> pa.Table:
    """Every dictionary made again of the values that are there."""
    columns = []
    for field, column in zip(table.schema, table.columns, strict=True):
        if pa.types.is_dictionary(field.type):
            again = column.cast(field.type.value_type).combine_chunks().dictionary_encode()
            columns.append(again.cast(field.type))
        else:
            columns.append(column)
    return pa.Table.from_arrays(columns, schema=table.schema)


def workbook_without(
    source: Path, target: Path, rows: Set[int], *, sheet: str | None, title_lines: int
) -> None:
    """Write the one sheet that is read anew, every cell as the text that is read in it.

    Rows are counted from 1 below the header; blank ones keep their place. Other sheets, hidden
    ones too, comments and properties are not carried over: nobody here can tell whose they are.
    FileRefused (file.workbook) where the sheet cannot be told.
    """
    name, cells = _sheet(source, sheet)
    header = next(
        (place for place in range(title_lines, len(cells)) if any(cells[place])), len(cells)
    )
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_properties({"created": _NO_MOMENT})
        written = book.add_worksheet(name)
        line = 0
        for place, row in enumerate(cells):
            if place - header in rows:
                continue
            for column, text in enumerate(row):
                if text is not None:
                    written.write_string(line, column, text)
            line += 1


def _sheet(source: Path, sheet: str | None) -> tuple[str, list[tuple[str | None, ...]]]:
    """The name and the cells of the sheet that the reader of deliveries reads."""
    book = fastexcel.read_excel(source)
    found: list[tuple[str, list[tuple[str | None, ...]]]] = []
    for name in [sheet] if sheet is not None else book.sheet_names:
        loaded = book.load_sheet(
            name, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True
        )
        if sheet is not None or (loaded.visible == "visible" and loaded.total_height):
            found.append((name, loaded.to_polars().rows()))
    if len(found) != 1:
        raise FileRefused("file.sheets", "the sheet to write again cannot be told")
    return found[0]
