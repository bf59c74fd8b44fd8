"""One small table, written in each form in which sites send tables."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence

import polars as pl
import xlsxwriter

Rows = Sequence[Sequence[str]]


def _csv(header: Sequence[str], rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def _packed(header: Sequence[str], rows: Rows) -> bytes:
    return gzip.compress(_csv(header, rows), mtime=0)


def _utf_16(header: Sequence[str], rows: Rows) -> bytes:
    return _csv(header, rows).decode().encode("utf-16")


def _workbook(header: Sequence[str], rows: Rows) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([header, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
    return data.getvalue()


def _json_lines(header: Sequence[str], rows: Rows) -> bytes:
    records = (dict(zip(header, row, strict=True)) for row in rows)
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def _parquet(header: Sequence[str], rows: Rows) -> bytes:
    data = io.BytesIO()
    pl.DataFrame(rows, schema=list(header), orient="row").write_parquet(data)
    return data.getvalue()


# The name of a form, its suffix, and what writes it. A site's profile says what UTF-16 is.
FORMATS: dict[str, tuple[str, Callable[[Sequence[str], Rows], bytes]]] = {
    "CSV": (".csv", _csv),
    "GZIP": (".csv.gz", _packed),
    "UTF16": (".csv", _utf_16),
    "XLSX": (".xlsx", _workbook),
    "NDJSON": (".ndjson", _json_lines),
    "PARQUET": (".parquet", _parquet),
}
