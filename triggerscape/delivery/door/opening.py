"""What a staged file is, by its first bytes, and the plain copy made of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.door.plain_copy import LINE_MARK, PlainCopy
from triggerscape.delivery.refusals import MOST_UNPACKED_BYTES, FileRefused
from triggerscape.delivery.text.line_count import rows_by_lines
from triggerscape.delivery.text.records import Dialect, copy_records

if TYPE_CHECKING:
    import io
    from pathlib import Path

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
_DATABASE = b"DUCK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_UTF8_MARK = b"\xef\xbb\xbf"
_PEEKED = 4096
# Faults that are met before the rows are: their lines are counted, so that none goes missing.
_BEFORE_ANY_ROW = ("file.encoding", "file.header", "file.header_twice", "file.delimiter")


@dataclass(frozen=True)
class Job:
    """One file to open and how its site writes; ``target`` is where the copy shall lie.

    ``holds_resources`` says that the lines of JSON are wanted in one piece.
    """

    source: Path
    target: Path
    encoding: str = "utf-8"
    delimiter: str = ","
    title_lines: int = 0
    null_padding: bool = False
    unquoted: bool = False
    sheet: str | None = None
    is_careful: bool = False
    holds_resources: bool = False


def copy_plainly(job: Job) -> PlainCopy:
    """Write the plain copy of a file; FileRefused where the file is not sound.

    What a file is, its bytes say, never its name. A reader is loaded only when its kind comes.
    """
    with job.source.open("rb") as file:
        first = file.read(_PEEKED)
    if first.startswith(_PARQUET):
        from triggerscape.delivery.formats.parquet import copy_parquet  # noqa: PLC0415

        return PlainCopy(job.target, "parquet", "", copy_parquet(job.source, job.target))
    if first.startswith(_OLD_OFFICE) or (first.startswith(_ZIP) and _is_workbook(job.source)):
        from triggerscape.delivery.formats.excel import copy_excel  # noqa: PLC0415

        shape = copy_excel(job.source, job.target, sheet=job.sheet, title_lines=job.title_lines)
        return PlainCopy(job.target, "parquet", "", shape)
    if first[8:12] == _DATABASE:
        from triggerscape.delivery.formats.parquet import refuse_database  # noqa: PLC0415

        refuse_database(job.source)
    try:
        with _unpacked(job.source, first) as stream:
            return _copy_text(job, stream)
    except FileRefused as refusal:
        if refusal.rule not in _BEFORE_ANY_ROW:
            raise
        with _unpacked(job.source, first) as again:
            rows = rows_by_lines(again, job.title_lines)
        raise FileRefused(refusal.rule, refusal.sentence, rows) from None


def _is_workbook(source: Path) -> bool:
    from triggerscape.delivery.formats.archive import is_workbook  # noqa: PLC0415

    return is_workbook(source)


def _unpacked(source: Path, first: bytes) -> io.BufferedReader:
    from triggerscape.delivery.formats import archive  # noqa: PLC0415

    if first.startswith(_GZIP):
        return archive.open_gzip(source, MOST_UNPACKED_BYTES)
    if first.startswith(_ZIP):
        return archive.open_zip_member(source)[1]
    return source.open("rb")


def _copy_text(job: Job, stream: io.BufferedReader) -> PlainCopy:
    start = stream.peek(_PEEKED)[:_PEEKED]
    _refuse_what_is_no_table(start)
    if job.holds_resources:
        from triggerscape.delivery.formats.raw_lines import copy_lines  # noqa: PLC0415

        return PlainCopy(job.target, "lines", LINE_MARK, copy_lines(stream, job.target))
    if start.removeprefix(_UTF8_MARK).lstrip().startswith((b"{", b"[")):
        from triggerscape.delivery.formats.ndjson import copy_ndjson  # noqa: PLC0415

        unpacked = job.target.with_suffix(".unpacked")
        try:
            with unpacked.open("wb") as file:
                shutil.copyfileobj(stream, file, 1 << 20)
            return PlainCopy(job.target, "parquet", "", copy_ndjson(unpacked, job.target))
        finally:
            unpacked.unlink(missing_ok=True)
    dialect = Dialect(
        job.encoding, job.delimiter, job.title_lines, job.null_padding, unquoted=job.unquoted
    )
    shape = copy_records(stream, job.target, dialect, is_careful=job.is_careful)
    return PlainCopy(job.target, "csv", job.delimiter, shape)


def _refuse_what_is_no_table(start: bytes) -> None:
    if start.removeprefix(_UTF8_MARK).lstrip().startswith(b"<"):
        raise FileRefused("file.not_a_table", "the file is a web page or XML, not a table")
    if start.startswith(b"%PDF"):
        raise FileRefused("file.not_a_table", "the file is a PDF, not a table")
    if start.startswith(b"SQLite format"):
        raise FileRefused("file.not_a_table", "the file is an SQLite database; export its tables")
