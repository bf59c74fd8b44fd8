"""The blocks of a source, read anew at every scan, or kept from the first when they are few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pyarrow as pa

from models.stream.buffers import BUFFERS
from models.stream.day_block import DayBlock, read_day_block
from models.stream.packed_block import PackedBlock, packed
from models.stream.person_blocks import BatchSource, person_blocks
from models.stream.person_days import FloatArray

KEPT_BYTES = 300_000_000

BlockLoader = Callable[[], DayBlock]
"""Gives one block; the work of reading it is done by whoever calls."""


class BlockStream:
    """All blocks of a source, as often as wanted, in an order that depends only on the rows.

    With ``repeated``, for a fit of several passes, blocks are kept while they take no more than
    300 MB together, and a thread's next block is written over its last: hold on to none.
    """

    def __init__(
        self,
        source: BatchSource,
        factors: Sequence[str],
        *,
        by_stratum: bool,
        weight: str = "",
        repeated: bool = False,
    ) -> None:
        """Read nothing yet; see ``read_day_block`` for the other arguments."""
        self._source = source
        self._read = partial(read_day_block, factors=factors, by_stratum=by_stratum, weight=weight)
        self._may_keep = repeated
        if repeated:
            self._read = partial(self._read, new_matrix=reused_exposures)
        self._kept: dict[int, PackedBlock] = {}
        self._kept_bytes = 0
        self._n_blocks: int | None = None

    def loaders(self) -> Iterator[BlockLoader]:
        """One loader per block, from memory where all are kept, else from a new scan."""
        if self._n_blocks is not None and self._n_blocks == len(self._kept):
            for place in range(self._n_blocks):
                yield partial(self._kept[place].unpacked, reused_exposures)
            return
        place = -1
        for place, batch in enumerate(person_blocks(self._source())):
            yield partial(self._load, place, batch)
        self._n_blocks = place + 1

    def _load(self, place: int, batch: pa.RecordBatch) -> DayBlock:
        block = self._read(batch)
        if self._may_keep:
            small = packed(block)
            self._kept[place] = small
            self._kept_bytes += small.nbytes
            if self._kept_bytes > KEPT_BYTES:
                self._may_keep = False
                self._kept.clear()
        return block


def reused_exposures(rows: int, columns: int) -> FloatArray:
    """Room for the exposures of one block, written over when this thread asks again."""
    return BUFFERS.matrix("exposures", rows, columns)
