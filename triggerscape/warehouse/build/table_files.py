"""Writing a built table: a file appears whole, and only where its bytes are new."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.warehouse.blocks import (
    Span,
    block_of_file,
    first_day_of_block,
    spans_of,
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

    def write_spans(self, con: duckdb.DuckDBPyConnection, made: str) -> bool:
        """Write every span of a table from its rows in order; files of other spans go."""
        weeks = con.execute(f"SELECT DISTINCT {week_sql(self._day)} FROM {made}").fetchall()
        spans = self._spans([week for (week,) in weeks], None)
        is_new = [
            self.write_span(con, f"FROM {made} WHERE {self.in_span(span)}", span) for span in spans
        ]
        return self._drop_others([self._place(span) for span in spans]) or any(is_new)

    def write_span(self, con: duckdb.DuckDBPyConnection, select: str, span: Span) -> bool:
        """Write one span from its rows in order; gives back whether its bytes are new.

        A span without rows has no file, and a block in one file none for its weeks.
        """
        target = self._place(span)
        is_new = self._put(con, select, target)
        if not rows_of([target]):
            self._drop(target)
        for name in sorted(self.digests):
            if span.first < block_of_file(Path(name)) < span.end:
                self._drop(target.with_name(name))
        return is_new

    def spans_to_write(self, weeks: Sequence[dt.date]) -> list[Span]:
        """The spans to write where rows of some weeks, told by their first days, are not the same.

        A block that was the newest and is no more is among them: its weeks become one file.
        """
        before = self.newest_block()
        is_closed = before is not None and before < first_day_of_block(max(weeks))
        closed = [before] if before and is_closed and self._contract.has_weeks else []
        return self._spans([*weeks, *closed], before)

    def newest_block(self) -> dt.date | None:
        """The first day of the newest block with a file."""
        return max(
            (first_day_of_block(block_of_file(Path(name))) for name in self.digests), default=None
        )

    def ends_before(self, block: dt.date) -> bool:
        """True when there are files, and all of blocks before this one."""
        newest = self.newest_block()
        return newest is not None and newest < block

    def in_span(self, span: Span) -> str:
        """SQL that holds for the rows of a span."""
        return f"{self._day} >= DATE '{span.first}' AND {self._day} < DATE '{span.end}'"

    def _spans(self, weeks: Sequence[dt.date], before: dt.date | None) -> list[Span]:
        """The spans that weeks lie in; ``before`` is the newest block as the files lie."""
        blocks = {first_day_of_block(week) for week in weeks} | ({before} if before else set())
        return spans_of(weeks, max(blocks, default=None) if self._contract.has_weeks else None)

    @property
    def _day(self) -> str:
        return quoted(self._contract.day)

    def _place(self, span: Span) -> Path:
        return self._lake.block_file(self._contract.name, self._bucket, span.first)

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
