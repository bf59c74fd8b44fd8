"""A delivered file without some of its rows, whatever its format; every other row as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.text.records import Dialect
from triggerscape.withdrawal.rewriting.columnar import parquet_without, workbook_without
from triggerscape.withdrawal.rewriting.packing import (
    Packing,
    open_packed,
    open_unpacked,
    packing_of,
)
from triggerscape.withdrawal.rewriting.raw_lines import raw_lines
from triggerscape.withdrawal.rewriting.raw_records import delimited_records, resource_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from pathlib import Path

    from triggerscape.delivery.door.opening import Job
    from triggerscape.delivery.door.plain_copy import PlainCopy
    from triggerscape.withdrawal.rewriting.raw_records import RawRecord


def write_without(job: Job, copy: PlainCopy, target: Path, rows: Set[int]) -> None:
    """Write the file of a job to ``target`` without the rows of these numbers.

    ``copy`` is what the reader of deliveries made of it. Of text, every byte of the other lines
    stays. FileRefused for a format that cannot be written safely.
    """
    packing = packing_of(job.source)
    if packing is Packing.PARQUET:
        parquet_without(job.source, target, rows)
    elif packing is Packing.WORKBOOK:
        workbook_without(job.source, target, rows, sheet=job.sheet, title_lines=job.title_lines)
    elif packing is Packing.OLD_WORKBOOK:
        raise FileRefused("file.workbook", "a workbook of the old kind (.xls) cannot be rewritten")
    else:
        with open_packed(target, job.source) as written:
            for record in raw_records(job, copy):
                if record.number not in rows:
                    written.write(record.raw)


def raw_records(job: Job, copy: PlainCopy) -> Iterator[RawRecord]:
    """The records of a text as they lie in the file. FileRefused where it is damaged."""
    stream = open_unpacked(job.source)
    if copy.form == "lines":
        yield from resource_records(raw_lines(stream, "utf-8"))
    elif copy.form == "parquet":
        yield from resource_records(raw_lines(stream, "utf-8", cr_ends=False))
    else:
        dialect = Dialect(
            job.encoding, job.delimiter, job.title_lines, job.null_padding, unquoted=job.unquoted
        )
        yield from delimited_records(raw_lines(stream, job.encoding), dialect)


def is_text(job: Job) -> bool:
    """Whether a file is text, packed or not, so that its lines can be told apart."""
    return packing_of(job.source) in (Packing.PLAIN, Packing.GZIP, Packing.ZIP)
