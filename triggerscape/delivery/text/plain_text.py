"""Delivered bytes as UTF-8 with one kind of line end, a few megabytes at a time."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from triggerscape.delivery.refusals import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CHUNK = 1 << 22
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def plain_chunks(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The stream in chunks of valid UTF-8 without a byte order mark; every line ends in LF.

    A byte order mark outweighs the declared encoding. FileRefused (file.encoding) for bytes that
    the encoding does not know, FileRefused (file.empty) for a stream without a byte.
    """
    first = stream.read(CHUNK)
    if not first:
        raise FileRefused("file.empty", "the file is empty")
    declared = next((name for mark, name in _MARKS if first.startswith(mark)), encoding)
    decoder = codecs.getincrementaldecoder(declared)()
    is_utf8 = codecs.lookup(declared).name == "utf-8"
    held = b""
    chunk = first
    while chunk:
        plain = held + (
            chunk
            if is_utf8 and chunk.isascii() and not decoder.getstate()[0]
            else _decoded(decoder, chunk, declared)
        )
        chunk = stream.read(CHUNK)
        # A CR at the very end may be the first half of a CRLF.
        held = b"\r" if chunk and plain.endswith(b"\r") else b""
        yield _one_line_end(plain.removesuffix(b"\r") if held else plain)
    last = _decoded(decoder, b"", declared, final=True)
    if last:
        yield _one_line_end(last)


def _decoded(
    decoder: codecs.IncrementalDecoder, chunk: bytes, encoding: str, *, final: bool = False
) -> bytes:
    try:
        return decoder.decode(chunk, final).encode()
    except UnicodeError:
        name = encoding.removesuffix("-sig")
        raise FileRefused(
            "file.encoding", f"the file is not {name}; name its encoding in the profile"
        ) from None


def _one_line_end(plain: bytes) -> bytes:
    if b"\r" not in plain:
        return plain
    return plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
