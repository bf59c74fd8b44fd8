"""The records of a delivered text with their numbers, as the reader of deliveries counts them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from triggerscape.delivery.refusals import LONGEST_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triggerscape.delivery.text.records import Dialect
    from triggerscape.withdrawal.rewriting.raw_lines import RawLine

# As in triggerscape/delivery/text/records.py: what is longer was never one record.
_MOST_LINES_OF_A_RECORD = 1000


class RawRecord(NamedTuple):
    """Some lines of a file that belong together. ``number`` counts records from 1.

    It is None for what is no record: title, header, blank lines.
    """

    number: int | None
    lines: tuple[RawLine, ...]

    @property
    def raw(self) -> bytes:
        """Its bytes."""
        return b"".join(line.raw for line in self.lines)

    @property
    def text(self) -> str:
        """What its lines say, one below the other."""
        return "\n".join(line.text for line in self.lines)


def resource_records(lines: Iterable[RawLine]) -> Iterator[RawRecord]:
    """JSON, one object a line: a record's number is its line's, blank lines counted with them."""
    for number, line in enumerate(lines, start=1):
        yield RawRecord(number if line.text.strip() else None, (line,))


def delimited_records(lines: Iterable[RawLine], dialect: Dialect) -> Iterator[RawRecord]:
    """Delimited text, record by record; quoted fields may span lines.

    Joined, the bytes of all records are those of all lines. A quote that is never closed makes its
    own line a record and no other, as in the reader of deliveries.
    """
    rest = iter(lines)
    header = list(_head(rest, dialect))
    yield RawRecord(None, tuple(header))
    fields = _fields(_joined(header[dialect.title_lines :]), dialect) or 0
    numbers = _Numbers()
    waiting: list[RawLine] = []
    for line in rest:
        waiting.append(line)
        yield from _closed(waiting, dialect, fields, numbers)
    while waiting:
        yield _first(waiting, numbers)
        yield from _taken_again(waiting, dialect, fields, numbers)


class _Numbers:
    """Counts records."""

    def __init__(self) -> None:
        self.last = 0

    def following(self) -> int:
        self.last += 1
        return self.last


def _head(lines: Iterator[RawLine], dialect: Dialect) -> Iterator[RawLine]:
    """Title, blank lines and header, which may span lines, too."""
    for _ in range(dialect.title_lines):
        if (line := next(lines, None)) is not None:
            yield line
    is_open, is_found = False, False
    for line in lines:
        yield line
        is_found = is_found or bool(line.text.strip())
        is_open ^= dialect.opens_quote(line.text.encode())
        if is_found and not is_open:
            return


def _closed(
    waiting: list[RawLine], dialect: Dialect, fields: int, numbers: _Numbers
) -> Iterator[RawRecord]:
    """The records that the newest of the waiting lines completes; they wait no longer."""
    line = waiting[-1]
    is_odd = dialect.opens_quote(line.text.encode())
    if len(waiting) == 1:
        if not is_odd:
            waiting.clear()
            yield RawRecord(numbers.following() if line.text else None, (line,))
        return
    if is_odd and _is_well_shaped(_joined(waiting), dialect, fields):
        record = RawRecord(numbers.following(), tuple(waiting))
        waiting.clear()
        yield record
    elif (
        is_odd
        or len(waiting) > _MOST_LINES_OF_A_RECORD
        or sum(len(one.text.encode()) for one in waiting) > LONGEST_RECORD
    ):
        yield _first(waiting, numbers)
        yield from _taken_again(waiting, dialect, fields, numbers)


def _first(waiting: list[RawLine], numbers: _Numbers) -> RawRecord:
    return RawRecord(numbers.following(), (waiting.pop(0),))


def _taken_again(
    waiting: list[RawLine], dialect: Dialect, fields: int, numbers: _Numbers
) -> Iterator[RawRecord]:
    """The lines behind one that stands by itself, each from the beginning."""
    again = list(waiting)
    waiting.clear()
    for line in again:
        waiting.append(line)
        yield from _closed(waiting, dialect, fields, numbers)


def _joined(lines: Iterable[RawLine]) -> str:
    # Whatever stands for the line end inside a field, the number of fields is the same.
    return " ".join(line.text for line in lines)


def _fields(text: str, dialect: Dialect) -> int | None:
    try:
        reader = csv.reader(
            [text], delimiter=dialect.delimiter, quoting=dialect.quoting, strict=True
        )
        return len(next(reader, []))
    except csv.Error:
        return None


def _is_well_shaped(text: str, dialect: Dialect, fields: int) -> bool:
    found = _fields(text, dialect)
    if dialect.null_padding:
        return found is not None and found <= fields
    return found == fields
