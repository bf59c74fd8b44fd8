"""One small diary, written in whatever way a site may send it, with and without somebody."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import xlsxwriter

HEADER = ("person_key", "diary_date", "entry_status", "headache", "pain_max", "sleep_hours")
WHO = "canary-7q3x"
"""Key of the person who leaves."""
VALUE = "7.1313"
"""Hours of sleep that nobody else has."""
Row = tuple[str, ...]


def rows(*, with_them: bool) -> list[Row]:
    """Three people, four days, the one who leaves between the others."""
    found = []
    for day in range(1, 5):
        for person in ("kn-0001", WHO, "kn-0002"):
            sleep = VALUE if person == WHO else str(6 + day / 4)
            row = (person, f"2025-03-0{day}", "complete", "true", str(day), sleep)
            if with_them or person != WHO:
                found.append(row)
    return found


@dataclass(frozen=True)
class Way:
    """A way of sending: the file's name, what the profile says of it, and how it is written."""

    name: str
    profile: str
    write: Callable[[list[Row]], bytes]
    is_the_same: bool = True  # byte for byte what a site would send without them


def _text(found: list[Row], mark: str = ",", end: str = "\n", title: str = "") -> str:
    return title + "".join(mark.join(line) + end for line in (HEADER, *found))


def _zip(found: list[Row]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("diary.csv", _text(found))
    return packed.getvalue()


def _ndjson(found: list[Row]) -> bytes:
    return "".join(f"{json.dumps(dict(zip(HEADER, row, strict=True)))}\n" for row in found).encode()


def _parquet(found: list[Row]) -> bytes:
    written = io.BytesIO()
    frame = pl.DataFrame(found, schema=dict.fromkeys(HEADER, pl.String), orient="row")
    frame.with_columns(pl.col("person_key").cast(pl.Categorical)).write_parquet(
        written, row_group_size=5
    )
    return written.getvalue()


def _workbook(found: list[Row]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Diary")
        sheet.write_row(0, 0, ["Clinic of the North"])
        for line, row in enumerate([HEADER, *found], start=1):
            for column, text in enumerate(row):
                if line > 1 and column in (4, 5):
                    sheet.write_number(line, column, float(text))
                else:
                    sheet.write_string(line, column, text)
    return written.getvalue()


def _with_notes(found: list[Row]) -> bytes:
    """Quoted fields over two lines, a blank line, a row that repeats the header."""
    lines = [",".join((*HEADER, "note")), ""]
    lines += [f'{",".join(row)},"first, line\nsecond ""line"""' for row in found]
    return ("\n".join(lines) + "\n").encode()


WAYS: dict[str, Way] = {
    "csv": Way("diary.csv", "", lambda found: _text(found).encode()),
    "windows": Way(
        "diary.csv",
        '[file]\nencoding = "cp1252"\ndelimiter = ";"\ntitle_lines = 1\n',
        lambda found: _text(found, ";", "\r\n", "Kopfschmerztagebuch für März\r\n").encode(
            "cp1252"
        ),
    ),
    "utf-16": Way("diary.csv", "", lambda found: _text(found, end="\r\n").encode("utf-16")),
    "tab": Way("diary.tsv", '[file]\ndelimiter = "\\t"\n', lambda f: _text(f, "\t").encode()),
    "notes": Way("diary.csv", "", _with_notes),
    "gzip": Way("diary.csv.gz", "", lambda found: gzip.compress(_text(found).encode(), 6, mtime=0)),
    "zip": Way("diary.zip", "", _zip, is_the_same=False),
    "ndjson": Way("diary.ndjson", "", _ndjson),
    "ndjson gzip": Way(
        "diary.ndjson.gz", "", lambda found: gzip.compress(_ndjson(found), 6, mtime=0)
    ),
    "parquet": Way("diary.parquet", "", _parquet, is_the_same=False),
    "workbook": Way("diary.xlsx", "[file]\ntitle_lines = 1\n", _workbook, is_the_same=False),
}
