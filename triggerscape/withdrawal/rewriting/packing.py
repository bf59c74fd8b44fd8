"""Packed files opened as the reader of deliveries opens them, and packed again the same way."""

from __future__ import annotations

import gzip
import zipfile
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from triggerscape.delivery.formats.archive import is_workbook, open_gzip, open_zip_member
from triggerscape.delivery.refusals import MOST_UNPACKED_BYTES

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

# The first moment a zip can name: a new archive tells nothing of when it was made.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Packing(StrEnum):
    """What a file is, by its first bytes."""

    PLAIN = "plain"
    GZIP = "gzip"
    ZIP = "zip"
    PARQUET = "parquet"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old workbook"


def packing_of(source: Path) -> Packing:
    """How a file is packed."""
    with source.open("rb") as file:
        first = file.read(4)
    if first.startswith(b"\x1f\x8b"):
        return Packing.GZIP
    if first == b"PAR1":
        return Packing.PARQUET
    if first == _OLD_OFFICE:
        return Packing.OLD_WORKBOOK
    if first in (b"PK\x03\x04", b"PK\x05\x06"):
        return Packing.WORKBOOK if is_workbook(source) else Packing.ZIP
    return Packing.PLAIN


def open_unpacked(source: Path) -> io.BufferedReader:
    """The text in a file, plain or packed. FileRefused where it is damaged."""
    packing = packing_of(source)
    if packing is Packing.GZIP:
        return open_gzip(source, MOST_UNPACKED_BYTES)
    if packing is Packing.ZIP:
        return open_zip_member(source)[1]
    return source.open("rb")


@contextmanager
def open_packed(target: Path, like: Path) -> Iterator[BinaryIO]:
    """A new file to write text into, packed as another one is; of a zip with its member's name."""
    packing = packing_of(like)
    if packing is Packing.GZIP:
        with target.open("wb") as file, gzip.GzipFile("", "wb", 6, file, 0) as packed:
            yield cast("BinaryIO", packed)
    elif packing is Packing.ZIP:
        name = open_zip_member(like)[0]
        member = zipfile.ZipInfo(name, _NO_MOMENT)
        member.compress_type = zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(target, "w") as archive, archive.open(member, "w") as stream:
            yield cast("BinaryIO", stream)
    else:
        with target.open("wb") as file:
            yield file
