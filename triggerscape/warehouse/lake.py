"""The lake: one Parquet file a table and bucket, replaced whole, carrying its own recipe."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    import duckdb

    from triggerscape.contract.language import Table

RECIPE = b"recipe"


@dataclass(frozen=True)
class Lake:
    """Person-level tables as files; every file says in its footer which recipe made it."""

    root: Path

    def file(self, table: str, bucket: int) -> Path:
        """Where a table keeps one bucket."""
        return self.root / table / f"bucket={bucket:05d}.parquet"

    def files(self, table: str) -> list[Path]:
        """Every bucket of a table, in order."""
        return sorted((self.root / table).glob("bucket=*.parquet"))

    def rows(self, table: str) -> int:
        """Number of rows of a table, from the footers of its files."""
        return sum(int(pq.ParquetFile(file).metadata.num_rows) for file in self.files(table))

    def accepted_file(self, contract: str, bucket: int, use_id: str) -> Path:
        """Where the accepted rows of one use of a file lie, for one bucket."""
        return self.root / f"accepted.{contract}" / f"bucket={bucket:05d}" / f"{use_id}.parquet"

    def accepted_files(self, contract: str, bucket: int) -> list[Path]:
        """Every file of accepted rows of a contract and bucket, in order."""
        return sorted(
            (self.root / f"accepted.{contract}" / f"bucket={bucket:05d}").glob("*.parquet")
        )

    def drop_buckets_from(self, buckets: int) -> None:
        """Remove every file of a bucket that a smaller number of buckets no longer uses.

        Its people are in other buckets by then, and a table is all of its files.
        """
        for path in sorted(self.root.glob("*/bucket=*")):
            if int(path.name.removeprefix("bucket=").removesuffix(".parquet")) < buckets:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def partial_of(target: Path) -> Path:
    """Where a file grows before it takes its place; one name, so that a killed run leaves one."""
    return target.with_name(f".{target.name}.partial")


def write_parquet(con: duckdb.DuckDBPyConnection, select: str, target: Path, *, recipe: str) -> int:
    """Write a SELECT to a file that appears whole or not at all; gives back the rows written."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = partial_of(target)
    con.execute(
        f"COPY ({select}) TO {sql_text(str(partial))} "
        f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{recipe: {sql_text(recipe)}}})"
    )
    partial.chmod(0o600)
    with partial.open("rb") as written:
        os.fsync(written.fileno())  # a file that took its place is whole, even after a power cut
    rows: int = pq.ParquetFile(partial).metadata.num_rows
    partial.replace(target)
    return rows


def recipe_of(path: Path) -> str:
    """The recipe in a file's footer; empty when there is no such file."""
    if not path.exists():
        return ""
    metadata = pq.ParquetFile(path).metadata.metadata or {}
    return bytes(metadata.get(RECIPE, b"")).decode()


def view_of_files(files: list[Path], contract: Table) -> str:
    """A SELECT over files with the contract's columns; over no files, an empty one."""
    columns = ", ".join(quoted(column.name) for column in contract)
    if files:
        paths = ", ".join(sql_text(str(path)) for path in files)
        return f"SELECT {columns} FROM read_parquet([{paths}])"
    empty = ", ".join(
        f"CAST(NULL AS {column.kind}) AS {quoted(column.name)}" for column in contract
    )
    return f"SELECT {empty} WHERE false"
