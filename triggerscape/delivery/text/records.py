"""Delimited text into numbered records: our own reader, which is also the second count."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.refusals import LONGEST_RECORD, FileRefused
from triggerscape.delivery.text.header import header_names
from triggerscape.delivery.text.numbered_lines import lines_of
from triggerscape.delivery.text.plain_text import plain_chunks
from triggerscape.delivery.text.write_behind import WriteBehind, write_behind

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

# Stands for a line end inside a quoted field, so that one line of the copy is one record.
LINE_END_IN_FIELD = "\N{SYMBOL FOR NEWLINE}".encode()
_MOST_LINES_OF_A_RECORD = 1000
_OTHER_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Dialect:
    """How a site writes delimited text. ``title_lines`` stand above the header.

    Where it is ``unquoted``, a quote is a letter like any other and a field never spans lines.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    title_lines: int = 0
    null_padding: bool = False
    unquoted: bool = False

    @property
    def quoting(self) -> Literal[0, 3]:
        """The same for Python's own reader."""
        return csv.QUOTE_NONE if self.unquoted else csv.QUOTE_MINIMAL

    def opens_quote(self, line: bytes) -> bool:
        """Whether a line ends inside a quoted field, when it does not begin in one."""
        return not self.unquoted and line.count(b'"') % 2 == 1


@dataclass
class _Copying:
    """The state between two chunks."""

    dialect: Dialect
    headers: tuple[str, ...]
    header_line: bytes
    is_careful: bool
    rows: int = 0
    repeated: int = 0
    misshapen: list[int] = field(default_factory=list)
    is_padded: bool = False
    open_record: list[bytes] = field(default_factory=list)


def copy_records(
    stream: BinaryIO, target: Path, dialect: Dialect, *, is_careful: bool = False
) -> TextShape:
    """Write every record of a delimited text as one numbered line; gives back what was found.

    Blank lines are no records. A record that repeats the header is counted and left out. A quote
    that is opened and never closed makes its own line misshapen and no other. ``is_careful``
    also checks the fields of every record that holds a quote, for text another reader splits
    differently.

    Raises FileRefused: file.empty, file.encoding, file.header, file.header_twice, file.delimiter,
    and file.cut where the last record ends in the middle.
    """
    chunks = plain_chunks(stream, dialect.encoding)
    header_line, rest = _read_header(chunks, dialect)
    headers = _header_names(header_line, dialect)
    state = _Copying(dialect, headers, header_line, is_careful)
    tail = b""
    with write_behind(target) as copy:
        for chunk in _chained(rest, chunks):
            whole = tail + chunk
            end = whole.rfind(b"\n") + 1
            tail = whole[end:]
            if len(tail) > LONGEST_RECORD * 4:
                # One endless line: only its number is worth keeping.
                tail = tail[: LONGEST_RECORD + 1]
            if end:
                _copy_lines(whole[:end], copy, state)
        if tail:
            _copy_lines(tail, copy, state)
        _copy_what_stays_open(copy, state)
        if tail and _is_short(tail, state):
            raise FileRefused("file.cut", "the last row ends in the middle", state.rows)
    return TextShape(headers, state.rows, tuple(state.misshapen), state.repeated, state.is_padded)


def _chained(rest: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if rest:
        yield rest
    yield from chunks


def _read_header(chunks: Iterator[bytes], dialect: Dialect) -> tuple[bytes, bytes]:
    """The header's line, and what was read behind it."""
    text = b""
    for chunk in chunks:
        text += chunk
        if text.count(b"\n") > dialect.title_lines + 1 or len(text) > LONGEST_RECORD:
            break
    lines = text.split(b"\n")
    place = dialect.title_lines
    while place < len(lines) and not lines[place].strip():
        place += 1
    if place >= len(lines):
        raise FileRefused("file.header", "there is no line with column names")
    header = lines[place]
    while dialect.opens_quote(header) and place + 1 < len(lines):
        place += 1
        header += LINE_END_IN_FIELD + lines[place]
    return header, b"\n".join(lines[place + 1 :])


def _header_names(line: bytes, dialect: Dialect) -> tuple[str, ...]:
    if b"\0" in line:
        sentence = "the first line holds zero bytes, as UTF-16 does; name its encoding"
        raise FileRefused("file.encoding", f"{sentence} in the profile")
    reader = csv.reader([line.decode()], delimiter=dialect.delimiter, quoting=dialect.quoting)
    fields = next(reader, [])
    if len(fields) == 1:
        for other in _OTHER_DELIMITERS:
            if other != dialect.delimiter and other in fields[0].strip():
                raise FileRefused(
                    "file.delimiter",
                    f"the first line is one column; it looks as if {other!r} parted its fields",
                )
    return header_names(fields, rows=0)


def _copy_lines(block: bytes, copy: WriteBehind, state: _Copying) -> None:
    """Number the lines of a block, the last of which may lack its end."""
    state.is_padded = state.is_padded or _holds_padding(block, state.dialect.delimiter)
    lines = lines_of(block if block.endswith(b"\n") else block + b"\n")
    is_odd = (
        state.open_record
        or state.is_careful
        or lines.has_blank
        or lines.longest > LONGEST_RECORD
        or (lines.has_open_quote and not state.dialect.unquoted)
        or lines.has(state.header_line)
    )
    if is_odd:
        for line in lines.block.split(b"\n")[:-1]:
            _take_line(line, copy, state)
        return
    first = state.rows + 1
    copy.write_made(lambda: lines.numbered(first, state.dialect.delimiter))
    state.rows += lines.count


def _holds_padding(block: bytes, delimiter: str) -> bool:
    """May a field begin or end with a blank? Better once too often than once too rarely."""
    if not block.isascii() and "\u00a0".encode() in block:
        return True
    if delimiter != "\t" and b"\t" in block:
        return True
    if b" " not in block:
        return False
    mark = delimiter.encode()
    beside = (b" " + mark, mark + b" ", b" \n", b"\n ", b' "', b'" ')
    return block.startswith(b" ") or block.endswith(b" ") or any(pair in block for pair in beside)


def _take_line(line: bytes, copy: WriteBehind, state: _Copying) -> None:
    """One line, with care: it may open, go on with or close a record of several lines."""
    is_odd = state.dialect.opens_quote(line)
    if not line and not state.open_record:
        return  # a blank line is no record, though it may be part of one
    if state.open_record:
        state.open_record.append(line)
        length = sum(map(len, state.open_record))
        if is_odd:
            _close_record(copy, state)
        elif len(state.open_record) > _MOST_LINES_OF_A_RECORD or length > LONGEST_RECORD:
            _give_up_first_line(copy, state)
    elif is_odd:
        state.open_record = [line]
    else:
        _write_record(line, copy, state, is_known_good=not state.is_careful)


def _close_record(copy: WriteBehind, state: _Copying) -> None:
    joined = LINE_END_IN_FIELD.join(state.open_record)
    if _is_well_shaped(joined, state):
        state.open_record = []
        _write_record(joined, copy, state, is_known_good=True)
    else:
        _give_up_first_line(copy, state)


def _give_up_first_line(copy: WriteBehind, state: _Copying) -> None:
    """Its quote is never closed, or in the wrong place: the lines behind it stand by themselves."""
    lines, state.open_record = state.open_record, []
    state.rows += 1
    state.misshapen.append(state.rows)
    for line in lines[1:]:
        _take_line(line, copy, state)


def _copy_what_stays_open(copy: WriteBehind, state: _Copying) -> None:
    while state.open_record:
        if len(state.open_record) == 1:
            raise FileRefused("file.cut", "the last row ends inside a quoted field", state.rows + 1)
        _give_up_first_line(copy, state)


def _write_record(line: bytes, copy: WriteBehind, state: _Copying, *, is_known_good: bool) -> None:
    state.rows += 1
    if line == state.header_line:
        state.repeated += 1
    elif len(line) > LONGEST_RECORD or not (is_known_good or _is_well_shaped(line, state)):
        state.misshapen.append(state.rows)
    else:
        copy.write(b"%d%b%b\n" % (state.rows, state.dialect.delimiter.encode(), line))


def _fields(line: bytes, dialect: Dialect) -> int | None:
    """Number of fields of one record; None where its quotes are in the wrong places."""
    try:
        reader = csv.reader(
            [line.decode()], delimiter=dialect.delimiter, quoting=dialect.quoting, strict=True
        )
        return len(next(reader, []))
    except csv.Error:
        return None


def _is_well_shaped(line: bytes, state: _Copying) -> bool:
    found = _fields(line, state.dialect)
    if state.dialect.null_padding:
        return found is not None and found <= len(state.headers)
    return found == len(state.headers)


def _is_short(line: bytes, state: _Copying) -> bool:
    if state.dialect.null_padding:
        return False
    found = _fields(line, state.dialect)
    return found is None or found < len(state.headers)
