"""NDJSON: one object a line becomes one row of text; the columns are all keys of all lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.formats.growing_table import GrowingTable
from triggerscape.delivery.formats.json_lines import record_of
from triggerscape.delivery.refusals import LONGEST_RECORD, FileRefused
from triggerscape.delivery.text.header import header_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_UTF8_MARK = b"\xef\xbb\xbf"


def copy_ndjson(source: Path, target: Path) -> TextShape:
    """Write every object of an NDJSON file as a row of a plain Parquet copy.

    A row's number is its line; blank lines are none, though they are numbered. A line that is no
    object, is cut, names a key twice or exceeds LONGEST_RECORD bytes is misshapen. Numbers stay as
    written, lists of plain values are joined by '|', deeper values are JSON text, null and a
    missing key are NULL. ``rows`` counts the misshapen as well.

    Raises FileRefused: file.json_array, file.header, file.header_twice, file.too_large for too many
    different keys, file.unreadable where no line is an object.
    """
    rows = 0
    misshapen: list[int] = []
    with source.open("rb") as stream, GrowingTable(target) as table:
        for number, line in _numbered_lines(stream):
            if not rows:
                _refuse_what_spans_lines(line)
            rows += 1
            record = None if len(line) > LONGEST_RECORD else record_of(line)
            if record is None:
                misshapen.append(number)
            else:
                table.add(number, record, size=len(line))
        # Asked before the block ends: a refused file leaves no copy.
        if rows == len(misshapen):
            raise FileRefused("file.unreadable", "no line of the file is a JSON object", rows)
        headers = header_names(table.names, rows)
    return TextShape(headers, rows, tuple(misshapen))


def _numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Every line that is not blank, with its number; of an endless line only the beginning."""
    number = 0
    while line := stream.readline(LONGEST_RECORD + 2):
        end = line[-1:]
        while end not in (b"\n", b""):
            end = stream.readline(LONGEST_RECORD)[-1:]
        number += 1
        record = (line.removeprefix(_UTF8_MARK) if number == 1 else line).strip()
        if record:
            yield number, record


def _refuse_what_spans_lines(first: bytes) -> None:
    if first.startswith(b"["):
        raise FileRefused(
            "file.json_array", "the file is one JSON array; send one object a line, without [ ] ,"
        )
    if first == b"{":
        raise FileRefused(
            "file.json_array", "the objects are spread over lines; send each on one line"
        )
