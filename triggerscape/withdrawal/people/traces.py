"""Looking for a person in a file nobody could read as a table: every word of it is asked."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from triggerscape.delivery.refusals import FileRefused
from triggerscape.withdrawal.rewriting.packing import Packing, open_unpacked, packing_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    from triggerscape.withdrawal.people.spellings import Leaving

_CHUNK = 1 << 22
# The longest key that is still found where two chunks meet.
_OVERLAP = 1 << 10
_WORD = re.compile(r"""[^\s,;|"'{}\[\]:<>()/\\=&#?\x00-\x1f]+""")
_FIELD = re.compile(r"""[^,;|\t\r\n"<>\x00]+""")
# Between bytes that are no text, a key has no sign before or after it that parts words.
_BARE = re.compile(r"[0-9A-Za-z_.-]+")
_LONGEST_KEY = 128
_DAMAGED = (OSError, ValueError, EOFError, FileRefused, zipfile.BadZipFile, pa.ArrowException)


def holds_trace(source: Path, leaving: Leaving) -> bool:
    """Whether a word or field of a file, packed or not, is a key of somebody who leaves.

    A damaged file is looked through as the bytes it is.
    """
    try:
        return any(leaving.among(words) for words in _words(source))
    except _DAMAGED:
        with source.open("rb") as stream:
            return any(leaving.among(words) for words in _words_of(stream))


def _words(source: Path) -> Iterator[set[str]]:
    packing = packing_of(source)
    if packing is Packing.PARQUET:
        yield from _words_of_columns(source)
    elif packing in (Packing.WORKBOOK, Packing.ZIP):
        with zipfile.ZipFile(source) as archive:
            for member in archive.namelist():
                with archive.open(member) as stream:
                    yield from _words_of(stream)
    elif packing is Packing.OLD_WORKBOOK:
        with source.open("rb") as stream:
            yield from _words_of(stream)
    else:
        with open_unpacked(source) as stream:
            yield from _words_of(stream)


def _words_of(stream: IO[bytes]) -> Iterator[set[str]]:
    """The different words of a stream, read as text of one byte a letter and of two."""
    held = b""
    while chunk := stream.read(_CHUNK):
        block = held + chunk
        held = block[-_OVERLAP:]
        texts = [block.decode("utf-8", "ignore"), block.decode("latin-1")]
        if b"\0" in block:
            texts += [block[at:].decode("utf-16-le", "ignore") for at in (0, 1)]
        for text in texts:
            words = {*_WORD.findall(text), *_BARE.findall(text)}
            words |= {one.strip() for one in _FIELD.findall(text)}
            yield {word for word in words if len(word) <= _LONGEST_KEY}


def _words_of_columns(source: Path) -> Iterator[set[str]]:
    for batch in pq.ParquetFile(source).iter_batches(batch_size=65_536):
        for column in batch.columns:
            if pa.types.is_floating(column.type) or pa.types.is_temporal(column.type):
                continue
            values = {str(value) for value in column.unique().to_pylist() if value is not None}
            yield {word for value in values for word in (value.strip(), *_WORD.findall(value))}
