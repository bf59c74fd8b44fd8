"""Workbooks: one sheet, every cell as the text a person reads in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fastexcel
import polars as pl

from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.formats.workbook_safety import refuse_unsafe_workbook
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.text.header import header_names

if TYPE_CHECKING:
    from pathlib import Path

_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
_STAMP = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} {_CLOCK}$"
_MIDNIGHT = " 00:00:00"
# A time of day has no day, so the reader gives it the first one its workbook knows.
_TIME_OF_DAY = rf"^(?:1899-12-31|1904-01-01) ({_CLOCK})$"


def copy_excel(source: Path, target: Path, *, sheet: str | None, title_lines: int) -> TextShape:
    """Write the rows of a sheet as a plain Parquet copy: source_row, field_1, field_2, …

    The header is the first row with anything in it after ``title_lines`` rows. Row 1 is the next;
    blank rows keep counting and are left out, rows that repeat the header are counted and left out.
    Whole numbers have no point, other numbers 15 significant digits as in Excel; dates, times and
    timestamps are ISO; empty cells and cells of blanks are NULL. A column whose timestamps mostly
    lie at midnight holds dates. Reads .xlsx and .xls.

    Raises FileRefused: file.workbook, file.sheets, file.too_large, file.header, file.header_twice.
    """
    refuse_unsafe_workbook(source)
    cells = _chosen_cells(source, sheet).with_row_index("place").slice(title_lines)
    filled = cells.filter(pl.any_horizontal(pl.exclude("place").is_not_null()))
    if filled.is_empty():
        raise FileRefused("file.header", "there is no row with column names")
    used = [column.name for column in filled if column.null_count() < filled.height]
    header = filled.select(used).row(0, named=True)
    above = header.pop("place")
    body = filled.select(used).slice(1)
    headers = header_names((name or "" for name in header.values()), body.height)
    is_header_again = pl.all_horizontal(pl.col(n).eq_missing(pl.lit(v)) for n, v in header.items())
    rows = body.filter(~is_header_again)
    fields = [_as_read(rows[name]).alias(f"field_{n}") for n, name in enumerate(header, start=1)]
    numbers = (rows["place"].cast(pl.Int64) - above).alias("source_row")
    pl.DataFrame([numbers, *fields]).write_parquet(target, compression="zstd")
    return TextShape(headers, body.height, repeated=body.height - rows.height)


def _chosen_cells(source: Path, sheet: str | None) -> pl.DataFrame:
    """The cells of the named sheet, or of the only one that is shown and not empty."""
    try:
        book = fastexcel.read_excel(source)
        if sheet is None:
            return _only_cells(book)
        if sheet not in book.sheet_names:
            raise FileRefused("file.sheets", "the workbook has no sheet of the declared name")
        return _load(book, sheet).to_polars()
    except fastexcel.FastExcelError:
        raise FileRefused("file.workbook", "the workbook is damaged, or is none") from None


def _only_cells(book: fastexcel.ExcelReader) -> pl.DataFrame:
    found = pl.DataFrame()
    for name in book.sheet_names:
        sheet = _load(book, name)
        if sheet.visible != "visible" or not sheet.total_height:
            continue
        if not found.is_empty():
            sentence = "several sheets of the workbook hold cells; name the one to read"
            raise FileRefused("file.sheets", sentence)
        found = sheet.to_polars()
    return found


def _load(book: fastexcel.ExcelReader, name: str) -> fastexcel.ExcelSheet:
    """A sheet with every cell as text, from its first row on, whether anything stands there."""
    return book.load_sheet(
        name, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True
    )


def _as_read(text: pl.Series) -> pl.Series:
    """Dates without the midnight the reader adds to them, times of day without a day."""
    is_stamp = text.str.contains(_STAMP).fill_null(value=False)
    if not is_stamp.any():
        return text
    text = text.str.replace(_TIME_OF_DAY, "$1")
    at_midnight = text.str.ends_with(_MIDNIGHT).fill_null(value=False) & is_stamp
    if at_midnight.sum() * 2 > is_stamp.sum():
        return text.str.strip_suffix(_MIDNIGHT)
    return text
