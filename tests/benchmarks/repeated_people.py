"""A lake of any size: the accepted rows of one landed site, repeated as other people."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from triggerscape.contract.catalogue import INPUTS
from triggerscape.warehouse.lake import Lake, write_parquet
from triggerscape.warehouse.literals import quoted, sql_text

# The keys of a row that must differ between copies of a person, where the contract has them.
_KEYS = ("person_key", "visit_key", "therapy_key")


def repeat_people(base: Lake, target: Lake, copies: int, buckets: int) -> None:
    """Every accepted file of ``base``, which has one bucket, in so many copies over the buckets.

    A copy of a person keeps the low 44 bits of the number; the high 16 say which copy it is, and
    with it the bucket: copies must be a multiple of buckets, and no more than 65,536.
    """
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        con.execute("SET memory_limit = '2GB'")
        for contract in INPUTS:
            for file in base.accepted_files(contract, 0):
                for bucket in range(buckets):
                    first = bucket * (65536 // buckets)
                    select = _copies(file, range(first, first + copies // buckets))
                    folder = target.root / f"accepted.{contract}" / f"bucket={bucket:05d}"
                    write_parquet(con, select, folder / file.name, recipe=file.stem)


def _copies(file: Path, numbers: range) -> str:
    """SELECT of a file's rows, once for each number."""
    keys = [name for name in pq.read_schema(file).names if name in _KEYS]
    others = ", ".join(f"{quoted(name)} || '-' || copy AS {quoted(name)}" for name in keys)
    person = "(copy << 44) + (person_id & ((1::BIGINT << 44) - 1)) AS person_id"
    rows = f"read_parquet({sql_text(str(file))})"
    return (
        f"SELECT * EXCLUDE (copy) REPLACE ({person}, {others}) "
        f"FROM {rows}, range({numbers.start}, {numbers.stop}) AS r(copy)"
    )
