"""Cut a sorted stream of record batches into blocks of whole people.

Where a block ends depends only on the rows, never on how the reader happened to batch them, so
sums taken block by block come out the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

BLOCK_ROWS = 16_384

BatchSource = Callable[[], Iterable[pa.RecordBatch]]
"""Gives a fresh iterable of record batches at every call: one call is one scan of the data."""


def person_blocks(
    batches: Iterable[pa.RecordBatch], block_rows: int = BLOCK_ROWS
) -> Iterator[pa.RecordBatch]:
    """Yield batches of whole people, each closed at the first new person after ``block_rows`` rows.

    Raises ValueError when ``person_id`` is absent on a row or ever falls: a person split over two
    places would be counted as two people and change the estimate without a sign.
    """
    pending: list[pa.RecordBatch] = []
    pending_rows = 0
    rows_read = 0
    last_person: int | None = None
    for batch in batches:
        if batch.num_rows == 0:
            continue
        people = _person_ids(batch, rows_read)
        starts = _person_starts(people, last_person, rows_read)
        taken = 0
        while (cut := _next_cut(starts, taken, block_rows - pending_rows)) is not None:
            if cut > taken:
                pending.append(batch.slice(taken, cut - taken))
            yield _joined(pending)
            pending, pending_rows, taken = [], 0, cut
        pending.append(batch.slice(taken))
        pending_rows += batch.num_rows - taken
        rows_read += batch.num_rows
        last_person = int(people[-1])
    if pending:
        yield _joined(pending)


def _joined(parts: list[pa.RecordBatch]) -> pa.RecordBatch:
    return parts[0] if len(parts) == 1 else pa.concat_batches(parts)


def _person_ids(batch: pa.RecordBatch, rows_before: int) -> npt.NDArray[np.int64]:
    column = batch.column("person_id")
    if column.null_count:
        raise ValueError(f"a row without person_id after row {rows_before} of the stream")
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _person_starts(
    people: npt.NDArray[np.int64], last_person: int | None, rows_before: int
) -> npt.NDArray[np.intp]:
    """Positions in the batch where a new person begins."""
    before = people[0] if last_person is None else last_person
    steps = np.diff(people, prepend=before)
    if steps.min() < 0:
        row = rows_before + int(np.argmax(steps < 0)) + 1
        raise ValueError(f"the stream is not sorted by person_id: it falls at row {row}")
    return np.flatnonzero(steps)


def _next_cut(starts: npt.NDArray[np.intp], taken: int, wanted: int) -> int | None:
    """The first person start at least ``wanted`` rows after ``taken``, None when not in sight."""
    place = int(np.searchsorted(starts, taken + wanted))
    return int(starts[place]) if place < len(starts) else None
