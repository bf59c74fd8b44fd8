"""The blocks of a source, read anew at every scan, or kept from the first when they are few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from models.stream.day_block import DayBlock, read_day_block
from models.stream.person_blocks import BatchSource, person_blocks

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
        chosen: list[DayBlock] = []
        every = FIRST_EVERY
        for place, table in enumerate(person_blocks(self._source())):
            is_chosen = place % every == 0
            if kept is None and not is_chosen:
                continue
            # Read at once: a table is a slice that holds on to the whole batch it was cut from.
            block = self._read(table)
            if kept is not None:
                kept.append(block)
                kept_bytes += block.exposures.nbytes
                kept = kept if kept_bytes <= KEPT_BYTES else None
            if is_chosen:
                chosen.append(block)
            if len(chosen) > most:
                chosen = chosen[::2]
                every *= 2
        self._kept = kept
        return chosen

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
