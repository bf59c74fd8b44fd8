"""Workbooks of a contract's rows: one sheet each, as many as its limit of rows asks for."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import polars as pl
import xlsxwriter

from triggerscape.cohort.sending.files import SentFile

# Rows of a sheet, the header among them, are 1,048,576; cells of one we read, 20 million.
MOST_ROWS = 1_048_575
MOST_CELLS = 19_000_000
_FORMS = {pl.Date: "yyyy-mm-dd", pl.Datetime: "yyyy-mm-dd hh:mm:ss", pl.Time: "hh:mm"}
# A workbook says when it was made; a fixed moment, so that same rows are same bytes.
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def excel_files(contract: str, rows: pl.DataFrame, *, most_rows: int = MOST_ROWS) -> list[SentFile]:
    """Rows as workbooks named after their contract, numbered where one sheet does not hold them."""
    most = min(most_rows, MOST_CELLS // max(rows.width, 1))
    parts = list(rows.iter_slices(most)) if rows.height else [rows]
    names = [contract] if len(parts) == 1 else [f"{contract}-{n + 1}" for n in range(len(parts))]
    return [
        SentFile(f"{name}.xlsx", contract, _workbook(part), part.height)
        for name, part in zip(names, parts, strict=True)
    ]


def _workbook(rows: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet("data")
        sheet.write_row(0, 0, rows.columns)
        for place, column in enumerate(_as_cells(rows)):
            form = next((_FORMS[kind] for kind in _FORMS if column.dtype == kind), None)
            shown = book.add_format({"num_format": form}) if form else None
            sheet.write_column(1, place, column.to_list(), shown)
    return buffer.getvalue()


def _as_cells(rows: pl.DataFrame) -> pl.DataFrame:
    """Lists joined by ``|`` and yes or no as the words of the contract: a cell holds one value."""
    return rows.with_columns(
        pl.col(pl.List(pl.String)).list.join("|"),
        pl.col(pl.Boolean).replace_strict({True: "true", False: "false"}, return_dtype=pl.String),
    )
