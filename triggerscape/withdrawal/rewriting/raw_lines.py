"""The lines of a delivered text, each as its bytes and as what they say; no byte goes missing."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_CHUNK = 1 << 22
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ENDS = {
    False: (re.compile(rb"[^\n]*\n"), re.compile(r"[^\n]*\n")),
    # A CR at the very end may be the first half of a CRLF: it waits for what comes next.
    True: (
        re.compile(rb"[^\r\n]*(?:\n|\r\n|\r(?=[^\n]))"),
        re.compile(r"[^\r\n]*(?:\n|\r\n|\r(?=[^\n]))"),
    ),
}


class RawLine(NamedTuple):
    """A line as it lies in the file, its end included, and its text without mark and end."""

    raw: bytes
    text: str


def raw_lines(stream: BinaryIO, encoding: str, *, cr_ends: bool = True) -> Iterator[RawLine]:
    """Every line in order; joined, their bytes are the stream.

    A byte order mark outweighs the encoding. Where ``cr_ends``, a CR by itself ends a line, too.
    """
    first = stream.read(_CHUNK)
    mark = next((mark for mark in _UTF16 if first.startswith(mark)), b"")
    wide = _UTF16.get(mark, encoding)
    if "\n".encode(wide) != b"\n":
        yield from _wide_lines(first + stream.read(), wide, mark, cr_ends=cr_ends)
        return
    if first.startswith(codecs.BOM_UTF8):
        mark, encoding = codecs.BOM_UTF8, "utf-8"
    ends, _ = _ENDS[cr_ends]
    held, chunk = b"", first
    while chunk:
        block, place = held + chunk, 0
        for found in ends.finditer(block):
            yield _line(found.group(), encoding, mark)
            mark, place = b"", found.end()
        held, chunk = block[place:], stream.read(_CHUNK)
    if held:
        yield _line(held, encoding, mark)


def _wide_lines(data: bytes, encoding: str, mark: bytes, *, cr_ends: bool) -> Iterator[RawLine]:
    text = data[len(mark) :].decode(encoding)
    if encoding == "utf-16" and not mark:
        encoding = "utf-16-le"
    _, ends = _ENDS[cr_ends]
    place = 0
    for found in ends.finditer(text):
        yield RawLine(mark + found.group().encode(encoding), found.group().rstrip("\r\n"))
        mark, place = b"", found.end()
    if place < len(text):
        yield RawLine(mark + text[place:].encode(encoding), text[place:].rstrip("\r"))


def _line(raw: bytes, encoding: str, mark: bytes) -> RawLine:
    return RawLine(raw, raw[len(mark) :].decode(encoding, "replace").rstrip("\r\n"))
