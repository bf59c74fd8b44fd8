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
    # Row by row to a file aside: the cells of a whole sheet would need gigabytes.
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet("data")
        forms = {kind: book.add_format({"num_format": form}) for kind, form in _FORMS.items()}
        for place, kind in enumerate(rows.dtypes):
            sheet.set_column(place, place, None, forms.get(kind.base_type()))
        for place, values in enumerate((rows.columns, *_as_cells(rows).iter_rows())):
            sheet.write_row(place, 0, values)
    return buffer.getvalue()


def _as_cells(rows: pl.DataFrame) -> pl.DataFrame:
    """Lists joined by ``|`` and yes or no as the words of the contract: a cell holds one value."""
    return rows.with_columns(
        pl.col(pl.List(pl.String)).list.join("|"),
        pl.col(pl.Boolean).replace_strict({True: "true", False: "false"}, return_dtype=pl.String),
    )
