"""How many rows a text holds that cannot be read as a table: its lines, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.text.plain_text import plain_chunks

if TYPE_CHECKING:
    from typing import BinaryIO


def rows_by_lines(stream: BinaryIO, title_lines: int) -> int:
    """The lines below title and header that are not empty; where bytes stop making sense, so far.

    Whatever the encoding is, a line ends the same way in it, so its letters need not be known.
    """
    lines, tail = 0, b""
    try:
        for chunk in plain_chunks(stream, "latin-1"):
            *whole, tail = (tail + chunk).split(b"\n")
            lines += sum(map(_is_line, whole))
            # Whether there is anything in it is all that counts of a line, however long.
            tail = tail.strip(b"\0")[:1]
    except FileRefused:
        pass
    return max(lines + _is_line(tail) - title_lines - 1, 0)


def _is_line(line: bytes) -> bool:
    return bool(line.strip(b"\0"))
