"""Writing a built table: a file appears whole, and only where its bytes are new."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.warehouse.blocks import (
    Part,
    block_of_file,
    first_day_of_block,
    parts_of,
    week_sql,
)
from triggerscape.warehouse.lake import Lake, partial_of, rows_of, write_partial
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

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

    def write(self, con: duckdb.DuckDBPyConnection, select: str) -> bool:
        """Write the one file of a table without days; gives back whether its bytes are new."""
        target = self._lake.file(self._contract.name, self._bucket)
        is_new = self._put(con, select, target)
        return self._drop_others([target]) or is_new

    def write_parts(self, con: duckdb.DuckDBPyConnection, made: str) -> bool:
        """Write every part of a table from its rows in order; files of other parts go."""
        weeks = con.execute(f"SELECT DISTINCT {week_sql(self._day)} FROM {made}").fetchall()
        parts = self._parts([week for (week,) in weeks], None)
        is_new = [
            self.write_part(con, f"FROM {made} WHERE {self.in_part(part)}", part) for part in parts
        ]
        return self._drop_others([self._place(part) for part in parts]) or any(is_new)

    def write_part(self, con: duckdb.DuckDBPyConnection, select: str, part: Part) -> bool:
        """Write one part from its rows in order; gives back whether its bytes are new.

        A part without rows has no file, and a block in one file none for its weeks.
        """
        target = self._place(part)
        is_new = self._put(con, select, target)
        if not rows_of([target]):
            self._drop(target)
        for name in sorted(self.digests):
            if part.first < block_of_file(Path(name)) < part.end:
                self._drop(target.with_name(name))
        return is_new

    def parts_to_write(self, weeks: Sequence[dt.date]) -> list[Part]:
        """The parts to write where rows of some weeks, told by their first days, are not the same.

        A block that was the newest and is no more is among them: its weeks become one file.
        """
        before = self.newest_block()
        is_closed = before is not None and before < first_day_of_block(max(weeks))
        closed = [before] if before and is_closed and self._contract.has_weeks else []
        return self._parts([*weeks, *closed], before)

    def newest_block(self) -> dt.date | None:
        """The first day of the newest block with a file."""
        return max(
            (first_day_of_block(block_of_file(Path(name))) for name in self.digests), default=None
        )

    def ends_before(self, block: dt.date) -> bool:
        """True when there are files, and all of blocks before this one."""
        newest = self.newest_block()
        return newest is not None and newest < block

    def in_part(self, part: Part) -> str:
        """SQL that holds for the rows of a part."""
        return f"{self._day} >= DATE '{part.first}' AND {self._day} < DATE '{part.end}'"

    def _parts(self, weeks: Sequence[dt.date], before: dt.date | None) -> list[Part]:
        """The parts that weeks lie in; ``before`` is the newest block as the files lie."""
        blocks = {first_day_of_block(week) for week in weeks} | ({before} if before else set())
        return parts_of(weeks, max(blocks, default=None) if self._contract.has_weeks else None)

    @property
    def _day(self) -> str:
        return quoted(self._contract.day)

    def _place(self, part: Part) -> Path:
        return self._lake.block_file(self._contract.name, self._bucket, part.first)

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
