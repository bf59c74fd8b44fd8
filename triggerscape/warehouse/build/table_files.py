"""Writing a built table: a file appears whole, and only where its bytes are new."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from triggerscape.warehouse.blocks import BLOCK_DAYS, block_sql
from triggerscape.warehouse.lake import Lake, partial_of, write_partial
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    import duckdb

    from triggerscape.contract.language import Table


class TableFiles:
    """The files of one table in one bucket, with the sha256 of each by its name."""

    def __init__(
        self, lake: Lake, contract: Table, bucket: int, recipe: str, known: dict[str, str]
    ) -> None:
        self._lake = lake
        self._contract = contract
        self._bucket = bucket
        self._recipe = recipe
        self.digests = known

    def are_there(self) -> bool:
        """True when every file that was written is there, and no other one."""
        there = self._lake.bucket_files(self._contract.name, self._bucket)
        for file in there:
            # What a killed run left half written; its input may have gone back since.
            partial_of(file).unlink(missing_ok=True)
        return sorted(self.digests) == [file.name for file in there]

    def write(self, con: duckdb.DuckDBPyConnection, made: str) -> bool:
        """Write the one file of a table without days; gives back whether its bytes are new."""
        target = self._lake.file(self._contract.name, self._bucket)
        is_new = self._put(con, f"FROM {made}", target)
        return self._drop_others([target]) or is_new

    def write_blocks(self, con: duckdb.DuckDBPyConnection, made: str) -> bool:
        """Write every block of a table from its rows in order; files of other blocks go."""
        day = block_sql(quoted(self._contract.day))
        blocks = con.execute(f"SELECT DISTINCT {day} AS block FROM {made} ORDER BY 1").fetchall()
        is_new = [self.write_block(con, made, first) for (first,) in blocks]
        name, bucket = self._contract.name, self._bucket
        written = [self._lake.block_file(name, bucket, first) for (first,) in blocks]
        return self._drop_others(written) or any(is_new)

    def write_block(self, con: duckdb.DuckDBPyConnection, made: str, first: dt.date) -> bool:
        """Write one block from rows in order; gives back whether its bytes are new."""
        target = self._lake.block_file(self._contract.name, self._bucket, first)
        rows = f"FROM {made} WHERE {in_block(quoted(self._contract.day), first)}"
        return self._put(con, rows, target)

    def drop_block(self, first: dt.date) -> None:
        """Remove the file of a block that has no rows any more."""
        self._drop(self._lake.block_file(self._contract.name, self._bucket, first))

    def _drop_others(self, written: Collection[Path]) -> bool:
        there = self._lake.bucket_files(self._contract.name, self._bucket)
        others = [file for file in there if file not in written]
        for file in others:
            self._drop(file)
        return bool(others)

    def _drop(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        self.digests.pop(file.name, None)

    def _put(self, con: duckdb.DuckDBPyConnection, select: str, target: Path) -> bool:
        known = self.digests.get(target.name, "")
        digest = put(con, select, target, recipe=self._recipe, known=known)
        self.digests[target.name] = digest
        return digest != known


def put(
    con: duckdb.DuckDBPyConnection, select: str, target: Path, *, recipe: str, known: str
) -> str:
    """Write a SELECT to its place unless that has its bytes already; gives back their sha256.

    ``known`` is the sha256 of the file there, empty when there is none or nobody knows.
    """
    partial = write_partial(con, select, target, recipe=recipe)
    with partial.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    if digest != known or not target.exists():
        partial.replace(target)
    else:
        partial.unlink()
    return digest


def in_block(day: str, first: dt.date) -> str:
    """SQL that holds for the days of the block beginning on a day."""
    return f"{day} >= DATE '{first}' AND {day} < DATE '{first}' + {BLOCK_DAYS}"
