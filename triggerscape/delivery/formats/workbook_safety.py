"""What a workbook must be before anything parses it: open, without macros, of an honest size."""

from __future__ import annotations

import mmap
import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from triggerscape.delivery.refusals import FileRefused

if TYPE_CHECKING:
    from pathlib import Path

# A cell needs some 70 bytes while a sheet is read, so this many need 1.4 GB.
MOST_CELLS_OF_A_SHEET = 20_000_000
MOST_UNPACKED_WORKBOOK = 2_000_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# Of .ods the reader loses times of day without a word; .xlsb cannot be spanned before it is parsed.
_OTHER_KINDS = frozenset({"content.xml", "xl/workbook.bin"})
_CHUNK = 1 << 22
_LONGEST_PLACE = 16
# The place of a cell (BC17), read as its letters and as its row; a row element has no letters.
_COLUMN = re.compile(rb"\sr=[\"']([A-Z]{1,3})")
_ROW = re.compile(rb"\sr=[\"'][A-Z]{0,3}([0-9]{1,7})")
_ENCRYPTED, _OLD_MACROS = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "_VBA_PROJECT")
)
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)


def refuse_unsafe_workbook(source: Path) -> None:
    """FileRefused for a workbook that may not be parsed.

    file.workbook: locked with a password, with macros, damaged, .ods or .xlsb. file.too_large:
    unpacked beyond MOST_UNPACKED_WORKBOOK bytes, by what it declares or by what comes out, or with
    cells so far apart that a sheet spans more than MOST_CELLS_OF_A_SHEET.
    """
    with source.open("rb") as file:
        is_old = file.read(4) == _OLD_OFFICE
        if is_old:
            _check_old(file)
    if is_old:
        return
    try:
        with zipfile.ZipFile(source) as archive:
            _check_parts(archive)
    except _ZIP_FAULTS:
        raise FileRefused("file.workbook", "the workbook is damaged") from None


def _check_old(file: IO[bytes]) -> None:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        if held.find(_ENCRYPTED) >= 0:
            raise FileRefused("file.workbook", "the workbook is locked with a password")
        if held.find(_OLD_MACROS) >= 0:
            raise FileRefused("file.workbook", "the workbook holds macros; save it without")


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.filename in _OTHER_KINDS for part in parts):
        raise FileRefused("file.workbook", "the workbook is .ods or .xlsb; save it as .xlsx")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise FileRefused("file.workbook", "the workbook holds macros; save it as .xlsx")
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused("file.workbook", "the workbook is locked with a password")
    left = MOST_UNPACKED_WORKBOOK
    if sum(part.file_size for part in parts) > left:
        raise _too_large()
    for part in parts:
        with archive.open(part) as stream:
            is_sheet = part.filename.startswith("xl/worksheets/")
            left -= _span_checked(stream, left) if is_sheet else _size(stream, left)


def _size(stream: IO[bytes], most: int) -> int:
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise _too_large()
    return size


def _span_checked(stream: IO[bytes], most: int) -> int:
    """The size of a sheet, whose farthest row times its farthest column is taken."""
    size, rows, columns, tail = 0, 0, 0, b""
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        seen = tail + chunk
        rows = max([rows, *map(int, set(_ROW.findall(seen)))])
        columns = max([columns, *map(_column_number, set(_COLUMN.findall(seen)))])
        if size > most:
            raise _too_large()
        if rows * columns > MOST_CELLS_OF_A_SHEET:
            sentence = "a sheet spans too many cells; delete what is empty, or send it as CSV"
            raise FileRefused("file.too_large", sentence)
        tail = chunk[-_LONGEST_PLACE:]
    return size


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _too_large() -> FileRefused:
    return FileRefused("file.too_large", "the workbook is larger, unpacked, than we take")
