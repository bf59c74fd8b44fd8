"""The lake: person-level Parquet by table and bucket, each file replaced whole.

A table whose rows belong to days has a file for each block of days, any other one file a bucket. A
table of sites has blocks over all buckets.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Set

    import duckdb

    from triggerscape.contract.language import Table

RECIPE = b"recipe"
# More than a file ever holds: where a group of rows ends depends on how the engine came by them.
_ROWS_OF_GROUP = 10_000_000
# A column of more different values than this is written without a dictionary of them: left to
# itself the engine gathers one of every value there is, for a fifth to a third of the writing.
MOST_WORDS = 1000


@dataclass(frozen=True)
class Lake:
    """Person-level tables as files; every file says in its footer which recipe made it."""

    root: Path

    def file(self, table: str, bucket: int) -> Path:
        """Where a table without days keeps one bucket."""
        return self.root / table / f"bucket={bucket:05d}.parquet"

    def block_file(self, table: str, bucket: int | None, first_day: dt.date) -> Path:
        """Where a dated table keeps the block of a bucket that begins on a day.

        None is for a table whose rows are each made of people in every bucket.
        """
        place = "" if bucket is None else f"bucket={bucket:05d}"
        return self.root / table / place / f"from={first_day}.parquet"

    def bucket_files(self, table: str, bucket: int | None) -> list[Path]:
        """The files of one bucket of a table, in order of their days; None gives every bucket's."""
        if bucket is None:
            return self.files(table)
        whole = self.file(table, bucket)
        blocks = sorted(whole.with_suffix("").glob("from=*.parquet"))
        return [whole, *blocks] if whole.exists() else blocks

    def files(self, table: str) -> list[Path]:
        """Every file of a table, in order of buckets and days."""
        folder = self.root / table
        places = ("bucket=*.parquet", "bucket=*/from=*.parquet", "from=*.parquet")
        return sorted(file for place in places for file in folder.glob(place))

    def rows(self, table: str) -> int:
        """Number of rows of a table, from the footers of its files."""
        return rows_of(self.files(table))

    def keep_waiting(self, contract: str, bucket: int, use_id: str, files: Iterable[Path]) -> None:
        """Move the judged rows of one use and bucket into the lake, where they wait for review.

        A use has one file a bucket, ``<use_id>.parquet``; the engine may cut a large one in pieces.
        """
        folder = self.root / f"waiting.{contract}" / f"bucket={bucket:05d}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place, file in enumerate(files):
            name = f"{use_id}.parquet" if place == 0 else f"{use_id}.{place}.parquet"
            file.chmod(0o600)
            with file.open("rb") as written:
                os.fsync(written.fileno())
            file.replace(folder / name)

    def waiting_files(self, contract: str, uses: Set[str]) -> list[Path]:
        """Every waiting file of some uses, in order."""
        waiting = sorted((self.root / f"waiting.{contract}").glob("bucket=*/*.parquet"))
        return [file for file in waiting if use_of(file) in uses]

    def place(self, contract: str, *, taken: Set[str], held: Set[str]) -> None:
        """Put the files of every use where they belong; those already there stay.

        ``taken`` is read by what follows, ``held`` waits.
        """
        accepted, waiting = (self.root / f"{name}.{contract}" for name in ("accepted", "waiting"))
        for source, target, uses in ((waiting, accepted, taken), (accepted, waiting, held)):
            for file in sorted(source.glob("bucket=*/*.parquet")):
                if use_of(file) in uses:
                    folder = target / file.parent.name
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    file.replace(folder / file.name)

    def drop_use(self, contract: str, use_id: str) -> None:
        """Remove every row of one use of a file, taken or waiting."""
        for folder in ("accepted", "waiting"):
            for file in sorted((self.root / f"{folder}.{contract}").glob(f"bucket=*/{use_id}.*")):
                file.unlink()

    def accepted_files(self, contract: str, bucket: int | None = None) -> list[Path]:
        """Every file of accepted rows of a contract, of one bucket or of all, in order."""
        folder = "bucket=*" if bucket is None else f"bucket={bucket:05d}"
        return sorted((self.root / f"accepted.{contract}").glob(f"{folder}/*.parquet"))

    def drop_buckets_from(self, buckets: int) -> None:
        """Remove every file of a bucket that a smaller number of buckets no longer uses.

        Its people are in other buckets by then, and a table is all of its files.
        """
        for path in sorted(self.root.glob("*/bucket=*")):  # hidden folders too
            if int(path.name.removeprefix("bucket=").split(".")[0]) < buckets:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def rows_of(files: Iterable[Path]) -> int:
    """Number of rows of some files, from their footers."""
    return sum(int(pq.ParquetFile(file).metadata.num_rows) for file in files)


def use_of(file: Path | str) -> str:
    """The use of a delivered file whose rows a file of the lake, or one of that name, holds."""
    return Path(file).name.split(".")[0]


def partial_of(target: Path) -> Path:
    """Where a file grows before it takes its place; one name, so that a killed run leaves one."""
    return target.with_name(f".{target.name}.partial")


def write_parquet(con: duckdb.DuckDBPyConnection, select: str, target: Path, *, recipe: str) -> int:
    """Write a SELECT to a file that appears whole or not at all; gives back the rows written."""
    partial = write_partial(con, select, target, recipe=recipe)
    rows = rows_of([partial])
    partial.replace(target)
    return rows


def write_partial(
    con: duckdb.DuckDBPyConnection, select: str, target: Path, *, recipe: str
) -> Path:
    """Write a SELECT beside its target, safe on the disk, and give back where; to be moved there.

    A file that took its place is whole, even after a power cut.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = partial_of(target)
    con.execute(
        f"COPY ({select}) TO {sql_text(str(partial))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_OF_GROUP}, "
        f"DICTIONARY_SIZE_LIMIT {MOST_WORDS}, "
        f"KV_METADATA {{recipe: {sql_text(recipe)}}})"
    )
    partial.chmod(0o600)
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    return partial


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
