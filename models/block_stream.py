"""The blocks of a source, read anew at every scan, or kept from the first when they are few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pyarrow as pa

from models.day_block import DayBlock, read_day_block
from models.person_blocks import BatchSource, person_blocks

KEPT_BYTES = 300_000_000
FIRST_EVERY = 4

BlockLoader = Callable[[], DayBlock]
"""Gives one block; the work of reading it is done by whoever calls."""


class BlockStream:
    """All blocks of a source, as often as wanted, in an order that depends only on the rows."""

    def __init__(self, source: BatchSource, factors: Sequence[str], *, by_stratum: bool) -> None:
        """Read nothing yet; see ``read_day_block`` for the arguments."""
        self._source = source
        self._read = partial(read_day_block, factors=factors, by_stratum=by_stratum)
        self._kept: list[DayBlock] | None = None

    def sample(self, most: int) -> list[DayBlock]:
        """Scan once; at most ``most`` blocks, evenly spread: every fourth, then eighth, and so on.

        Keeps all blocks for later scans when they take no more than 300 MB together.
        """
        kept: list[DayBlock] | None = []
        kept_bytes = 0
        chosen: list[pa.Table | DayBlock] = []
        every = FIRST_EVERY
        for place, table in enumerate(person_blocks(self._source())):
            block: pa.Table | DayBlock = table
            if kept is not None:
                block = self._read(table)
                kept.append(block)
                kept_bytes += block.exposures.nbytes
                kept = kept if kept_bytes <= KEPT_BYTES else None
            if place % every == 0:
                chosen.append(block)
            if len(chosen) > most:
                chosen = chosen[::2]
                every *= 2
        self._kept = kept
        return [one if isinstance(one, DayBlock) else self._read(one) for one in chosen]

    def loaders(self) -> Iterator[BlockLoader]:
        """One loader per block, from memory or from a new scan of the source."""
        if self._kept is not None:
            for block in self._kept:
                yield partial(_itself, block)
        else:
            for table in person_blocks(self._source()):
                yield partial(self._read, table)


def _itself(block: DayBlock) -> DayBlock:
    return block
