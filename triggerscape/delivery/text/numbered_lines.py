"""Numbering the lines of a block in a handful of passes over its bytes, none line by line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Offsets = np.ndarray[tuple[int], np.dtype[np.int32]]
_LINE_END = ord("\n")
_QUOTE = ord('"')


@dataclass(frozen=True)
class Lines:
    """The lines of a block, each with its line end."""

    block: bytes
    array: pa.BinaryArray
    lengths: Offsets

    @property
    def count(self) -> int:
        """Number of lines."""
        return len(self.array)

    @property
    def longest(self) -> int:
        """Bytes of the longest line, without its end."""
        return int(self.lengths.max()) - 1

    @property
    def has_blank(self) -> bool:
        """Whether a line is empty."""
        return int(self.lengths.min()) == 1

    @property
    def has_open_quote(self) -> bool:
        """Whether a line holds an odd number of quotes."""
        if b'"' not in self.block:
            return False
        quotes = np.flatnonzero(np.frombuffer(self.block, np.uint8) == _QUOTE)
        if len(quotes) % 2 == 0 and (quotes[1::2] - quotes[::2] == 1).all():
            return False  # two by two, as empty fields have them
        before_each_end = np.searchsorted(quotes, np.cumsum(self.lengths))
        return bool((before_each_end & 1).any())

    def has(self, line: bytes) -> bool:
        """Whether one of the lines is this one."""
        ended = line + b"\n"
        if not (self.lengths == len(ended)).any():
            return False
        return bool(pc.any(pc.equal(self.array, _scalar(ended))).as_py())

    def numbered(self, first: int, delimiter: str) -> memoryview:
        """All lines, each with its number and the delimiter before it."""
        counted = pa.py_buffer(np.arange(first, first + self.count, dtype=np.int64))
        numbers = pa.Array.from_buffers(pa.int64(), self.count, [None, counted])
        numbers = numbers.cast(pa.string()).cast(pa.binary())
        joined = pc.binary_join_element_wise(numbers, self.array, _scalar(delimiter.encode()))
        _, offsets, data = joined.buffers()
        end = np.frombuffer(offsets, np.int32)[joined.offset + len(joined)]
        return memoryview(data)[: int(end)]


def lines_of(block: bytes) -> Lines:
    """The lines of a block that ends with a line end."""
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _LINE_END) + 1
    offsets = np.concatenate(([0], ends)).astype(np.int32)
    return Lines(block, _array(block, offsets), np.diff(offsets))


def _array(texts: bytes, offsets: Offsets) -> pa.BinaryArray:
    """Texts in one piece and where each begins; pa.array and pa.scalar would import pandas."""
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(texts)]
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, buffers)


def _scalar(text: bytes) -> pa.BinaryScalar:
    return _array(text, np.array([0, len(text)], np.int32))[0]
