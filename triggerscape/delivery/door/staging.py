"""Bytes first: every file is copied under its fingerprint before anything looks inside."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.inbox import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"
_PARQUET_MAGIC = b"PAR1"
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class StagedFile:
    """A private, read-only copy of a delivered file."""

    name: str
    sha256: str
    path: Path
    kind: str  # csv, csv.gz or parquet


class FileRefused(Exception):
    """A file cannot be used at all. Carries the rule and a sentence, never a value.

    ``rows`` is how many rows it holds, as far as anybody could count.
    """

    def __init__(self, rule: str, sentence: str, rows: int = 0) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.sentence = sentence
        self.rows = rows


def stage(source: Path, vault: Path) -> StagedFile:
    """Copy a file into the vault under its sha256. Symbolic links are not followed.

    Raises FileRefused for an empty file, for a link, and for bytes that are neither text, gzip nor
    Parquet.
    """
    if source.is_symlink():
        raise FileRefused("file.link", "the file is a link to another place; send the file itself")
    folder = vault / "staged"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / ".partial"
    partial.unlink(missing_ok=True)  # what a killed run left may not be written to
    digest = hashlib.sha256()
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as read, partial.open("wb") as written:
        first = read.read(_CHUNK)
        chunk = first
        while chunk:
            digest.update(chunk)
            written.write(chunk)
            chunk = read.read(_CHUNK)
    try:
        kind = _kind(first)
    except FileRefused:
        partial.unlink()
        raise
    target = folder / f"{digest.hexdigest()}.{kind}"
    partial.chmod(0o400)
    partial.replace(target)
    return StagedFile(source.name, digest.hexdigest(), target, kind)


def _kind(first: bytes) -> str:
    if not first:
        raise FileRefused("file.empty", "the file is empty")
    if first.startswith(_PARQUET_MAGIC):
        return "parquet"
    if first.startswith(_GZIP_MAGIC):
        return "csv.gz"
    if first.startswith(_UTF16_MARKS):
        raise FileRefused("file.encoding", "the file is UTF-16; save it as UTF-8")
    is_markup = first.removeprefix(_UTF8_MARK).lstrip().startswith(b"<")
    if is_markup or first.startswith((b"%PDF", b"PK", _OFFICE_MAGIC)):
        raise FileRefused("file.not_a_table", f"the file is none of {', '.join(SUFFIXES)}")
    return "csv"


def read_bytes(staged: StagedFile) -> bytes:
    """The bytes of a staged CSV, unpacked. A gzip stream is checked to its last byte.

    Raises FileRefused when the stream is cut or its checksum is wrong.
    """
    if staged.kind != "csv.gz":
        return staged.path.read_bytes()
    try:
        with gzip.open(staged.path) as stream:
            return stream.read()
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefused("file.gzip", "the gzip stream is cut or damaged") from error
