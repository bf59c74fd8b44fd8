"""Proof that a rewritten file lost the rows it should lose, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from triggerscape.delivery.door.plain_copy import PlainCopy


def is_the_rest(before: PlainCopy, after: PlainCopy, without: Set[int]) -> bool:
    """Whether the reader of deliveries finds in the new file what it found in the old, but these.

    Every row is compared, text by text and in order; the numbers of rows are all that may differ.
    """
    if before.form != after.form or after.shape.rows != before.shape.rows - len(without):
        return False
    if before.form == "parquet":
        return _texts(before, without).equals(_texts(after, frozenset()))
    if before.shape.headers != after.shape.headers:
        return False
    return all(
        one == other for one, other in _pairs(_lines(before, without), _lines(after, frozenset()))
    )


def _pairs(
    one: Iterator[bytes], other: Iterator[bytes]
) -> Iterator[tuple[bytes | None, bytes | None]]:
    for line in one:
        yield line, next(other, None)
    yield None, next(other, None)


def _lines(copy: PlainCopy, without: Set[int]) -> Iterator[bytes]:
    mark = copy.delimiter.encode()
    with copy.path.open("rb") as file:
        for line in file:
            number, _, rest = line.partition(mark)
            if int(number) not in without:
                yield rest


def _texts(copy: PlainCopy, without: Set[int]) -> pl.DataFrame:
    """The fields by their header's name, columns that nobody fills left out."""
    frame = pl.read_parquet(copy.path).filter(~pl.col("source_row").is_in(sorted(without)))
    fields = frame.drop("source_row")
    fields.columns = list(copy.shape.headers)
    filled = [name for name in fields.columns if fields[name].null_count() < fields.height]
    return fields.select(sorted(filled))
