"""Workbooks as Excel wrote them until 2003 (.xls), made here record by record."""

from __future__ import annotations

import struct
from pathlib import Path

import polars as pl
import pytest

from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.formats.excel import copy_excel
from triggerscape.delivery.refusals import FileRefused

SECTOR = 512
END_OF_CHAIN, FREE, IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
GLOBALS, SHEET = 5, 16
GENERAL, BUILT_IN_DATE, BUILT_IN_TIME = 0, 14, 20
FORMATS = {"number": 0, "day": 1, "clock": 2}


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def beginning(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0x0600))


def cell(row: int, column: int, value: str | bool | tuple[str, float]) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    match value:
        case bool():
            return record(0x0205, place + struct.pack("<BB", value, 0))
        case str():
            text = value.encode("utf-16-le")
            return record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
        case form, number:
            place = struct.pack("<HHH", row, column, FORMATS[form])
            return record(0x0203, place + struct.pack("<d", number))


def book_stream(rows: list[tuple[str | bool | tuple[str, float], ...]]) -> bytes:
    cells = b"".join(
        cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    )
    forms = b"".join(
        record(0x00E0, struct.pack("<HHH", 0, form, 0) + bytes(14))
        for form in (GENERAL, BUILT_IN_DATE, BUILT_IN_TIME)
    )
    head = beginning(GLOBALS) + record(0x0042, struct.pack("<H", 1200)) + forms
    name = b"Diary"
    start = len(head) + 4 + 8 + len(name) + 4
    sheet_entry = record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
    return head + sheet_entry + record(0x000A) + beginning(SHEET) + cells + record(0x000A)


def compound_file(stream: bytes, name: str = "Workbook") -> bytes:
    """The container around the stream: a header, a sector table, a directory, then the bytes."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, 1, 1, 0, 4096)
    header += struct.pack("<IIII", END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    chain = [IS_FAT, END_OF_CHAIN, *range(3, sectors + 2), END_OF_CHAIN]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    entries = entry("Root Entry", 5, 1, END_OF_CHAIN, 0) + entry(name, 2, FREE, 2, len(stream))
    return header + table + entries.ljust(SECTOR, b"\0") + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def test_an_old_workbook_is_read_like_a_new_one(tmp_path: Path) -> None:
    source = tmp_path / "diary.xls"
    header = ("person_key", "day", "at", "hours", "두통")
    first = ("007", ("day", 45717.0), ("clock", 0.3125), ("number", 7.5), True)
    second = ("p-2", ("day", 45718.0), ("clock", 0.5), ("number", 6.0), False)
    source.write_bytes(compound_file(book_stream([header, first, second])))
    shape = copy_excel(source, tmp_path / "copy", sheet=None, title_lines=0)
    assert shape == TextShape(header, 2)
    assert pl.read_parquet(tmp_path / "copy").rows() == [
        (1, "007", "2025-03-01", "07:30:00", "7.5", "true"),
        (2, "p-2", "2025-03-02", "12:00:00", "6", "false"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (compound_file(b"", "EncryptedPackage"), "the workbook is locked with a password"),
        (compound_file(b"", "_VBA_PROJECT"), "the workbook holds macros; save it without"),
        (compound_file(b"a letter", "WordDocument"), "the workbook is damaged, or is none"),
        (compound_file(b"")[:700], "the workbook is damaged, or is none"),
    ],
    ids=["password", "macros", "a letter", "cut"],
)
def test_what_cannot_be_opened_is_said(tmp_path: Path, content: bytes, sentence: str) -> None:
    source = tmp_path / "diary.xls"
    source.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        copy_excel(source, tmp_path / "copy", sheet=None, title_lines=0)
    assert (refused.value.rule, refused.value.sentence) == ("file.workbook", sentence)
