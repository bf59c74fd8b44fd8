"""Lines of JSON as they are, numbered: what reads resources wants each in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.door.plain_copy import LINE_MARK, TextShape
from triggerscape.delivery.refusals import LONGEST_RECORD
from triggerscape.delivery.text.numbered_lines import Lines, lines_of
from triggerscape.delivery.text.plain_text import plain_chunks
from triggerscape.delivery.text.write_behind import WriteBehind, write_behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


def copy_lines(stream: BinaryIO, target: Path) -> TextShape:
    """Write every line that is not blank behind its number; gives back what was found.

    Blank lines are numbered and are no rows. A line longer than LONGEST_RECORD, or with the mark
    that parts number and line, which no JSON may hold as it is, is misshapen. Raises FileRefused:
    file.empty, file.encoding.
    """
    number, rows, tail = 0, 0, b""
    misshapen: list[int] = []
    with write_behind(target) as copy:
        for chunk in _with_last_end(plain_chunks(stream, "utf-8")):
            whole = tail + chunk
            end = whole.rfind(b"\n") + 1
            block, tail = whole[:end], whole[end:]
            if len(tail) > LONGEST_RECORD * 4:
                tail = tail[: LONGEST_RECORD + 1]  # only its number is worth keeping
            if not block:
                continue
            lines = lines_of(block)
            if _is_plain(lines):
                copy.write(lines.numbered(number + 1, LINE_MARK))
                rows += lines.count
            else:
                rows += _write_one_by_one(block, number, copy, misshapen)
            number += lines.count
    return TextShape((), rows, tuple(misshapen), is_padded=False)


def _with_last_end(chunks: Iterator[bytes]) -> Iterator[bytes]:
    last = b"\n"
    for chunk in chunks:
        yield chunk
        last = chunk[-1:] or last
    if last != b"\n":
        yield b"\n"


def _is_plain(lines: Lines) -> bool:
    is_marked = LINE_MARK.encode() in lines.block
    return not (lines.has_blank or is_marked or lines.longest > LONGEST_RECORD)


def _write_one_by_one(block: bytes, before: int, copy: WriteBehind, misshapen: list[int]) -> int:
    rows = 0
    for number, line in enumerate(block.split(b"\n")[:-1], start=before + 1):
        if not line.strip():
            continue
        rows += 1
        if len(line) > LONGEST_RECORD or LINE_MARK.encode() in line:
            misshapen.append(number)
        else:
            copy.write(b"%d%b%b\n" % (number, LINE_MARK.encode(), line))
    return rows
