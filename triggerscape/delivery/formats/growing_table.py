"""A Parquet file of text whose columns become known only while its rows arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from triggerscape.delivery.refusals import FileRefused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

MOST_COLUMNS = 2_000
_BATCH_ROWS = 20_000
_BATCH_BYTES = 1 << 24


class GrowingTable:
    """Rows of text by column name, written as source_row, field_1, field_2, … when the block ends.

    The n-th of ``names``, in the order in which they first came, is field_n. Memory is bounded by
    one batch: where a new column comes up, a new part begins, and the parts are joined at the end.
    """

    def __init__(self, target: Path) -> None:
        self.names: list[str] = []
        self._known: set[str] = set()
        self._target = target
        self._parts: list[Path] = []
        self._writer: pq.ParquetWriter | None = None
        self._numbers: list[int] = []
        self._records: list[Mapping[str, str | None]] = []
        self._size = 0

    def __enter__(self) -> GrowingTable:
        return self

    def add(self, number: int, record: Mapping[str, str | None], *, size: int) -> None:
        """Add a row with its number in the file; ``size`` is about how many bytes it needs.

        Raises FileRefused (file.too_large) beyond MOST_COLUMNS different names.
        """
        if not self._known.issuperset(record):
            self._grow(record)
        self._numbers.append(number)
        self._records.append(record)
        self._size += size
        if len(self._records) == _BATCH_ROWS or self._size >= _BATCH_BYTES:
            self._write_batch()

    def _grow(self, record: Mapping[str, str | None]) -> None:
        fresh = [name for name in record if name not in self._known]
        self.names.extend(fresh)
        self._known.update(fresh)
        if len(self.names) > MOST_COLUMNS:
            raise FileRefused("file.too_large", f"the file names over {MOST_COLUMNS} columns")

    def _write_batch(self) -> None:
        columns = [[record.get(name) for record in self._records] for name in self.names]
        arrays = [pa.array(self._numbers, pa.int64())]
        arrays += [pa.array(column, pa.string()) for column in columns]
        batch = pa.record_batch(arrays, schema=_schema(len(self.names)))
        self._part_for(batch.schema).write_batch(batch)
        self._numbers, self._records, self._size = [], [], 0

    def _part_for(self, schema: pa.Schema) -> pq.ParquetWriter:
        """The open part if it has these columns, else a new one."""
        if self._writer is None or self._writer.schema != schema:
            self._end_part()
            self._parts.append(self._target.with_suffix(f".part{len(self._parts)}"))
            self._writer = pq.ParquetWriter(self._parts[-1], schema, compression="zstd")
        return self._writer

    def _end_part(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                if self._records or not self._parts:
                    self._write_batch()
                self._end_part()
                self._join()
        finally:
            self._end_part()
            for part in self._parts:
                part.unlink(missing_ok=True)

    def _join(self) -> None:
        """One file of all parts; earlier parts lack the later columns."""
        if len(self._parts) == 1:
            self._parts[0].replace(self._target)
            return
        schema = _schema(len(self.names))
        with pq.ParquetWriter(self._target, schema, compression="zstd") as writer:
            for part in self._parts:
                for batch in pq.ParquetFile(part).iter_batches(batch_size=_BATCH_ROWS):
                    nulls = [pa.nulls(batch.num_rows, pa.string())]
                    lacking = nulls * (len(schema) - batch.num_columns)
                    writer.write_batch(pa.record_batch([*batch.columns, *lacking], schema=schema))


def _schema(fields: int) -> pa.Schema:
    texts = [(f"field_{place}", pa.string()) for place in range(1, fields + 1)]
    return pa.schema([("source_row", pa.int64()), *texts])
