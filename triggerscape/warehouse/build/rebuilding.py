"""Rebuilding one table of a bucket: whole, or the rows of touched people from their days on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.blocks import BEGINNING, END, block_sql, days_before
from triggerscape.warehouse.build.bucket_views import CALENDAR
from triggerscape.warehouse.build.step import Step, check_columns
from triggerscape.warehouse.build.table_files import TableFiles, in_block
from triggerscape.warehouse.changes.change import (
    ANYTHING,
    Change,
    columns_of,
    differing_days,
    differing_people,
    in_passes,
)
from triggerscape.warehouse.literals import quoted

if TYPE_CHECKING:
    import duckdb

    from triggerscape.warehouse.build.bucket_views import BucketViews


@dataclass(frozen=True)
class Rebuilding:
    """One step of one bucket: its SELECT, what it reads, and the files it leaves."""

    con: duckdb.DuckDBPyConnection
    views: BucketViews
    step: Step
    files: TableFiles

    def whole(self) -> Change | None:
        """Make every row anew; a change unless every file came out as it was."""
        self.views.uncut([*self.step.inputs, CALENDAR])
        check_columns(self.con, self.step.contract, self.step.sql)
        if self.step.contract.day:
            # Every block in one stretch: it is then found without looking at the others.
            order = (
                f"{block_sql(quoted(self.step.contract.day))}, {columns_of(self.step.contract.key)}"
            )
            self._keep("made", f"FROM ({self.step.rows}) ORDER BY {order}")
            is_new = self.files.write_blocks(self.con, "made")
        else:
            self._keep("made", self.step.sql)
            is_new = self.files.write(self.con, "made")
        self.con.execute("DROP TABLE made")
        return ANYTHING if is_new else None

    def everybody(self) -> Change | None:
        """Make every row of a table without days anew; gives back whose differ from before."""
        old = self.views.kept(self.step.contract, BEGINNING)
        self.views.uncut([*self.step.inputs, CALENDAR])
        self._keep("made", self.step.sql)
        change = self._differing(old, "FROM made")
        if change:
            self.files.write(self.con, "made")
        self.con.execute("DROP TABLE made")
        return change

    def touched(self, touched: str) -> Change | None:
        """Make the rows of touched people anew; gives back which of them differ from before."""
        return self._days(touched) if self.step.contract.day else self._people(touched)

    def _people(self, touched: str) -> Change | None:
        """All rows of the touched people; those of the others are kept."""
        people = f"{touched}_whole"
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {people} AS "
            f"SELECT person_id, DATE '{BEGINNING}' AS since FROM {touched}"
        )
        self._make([(people, BEGINNING)])
        old = self.views.kept(self.step.contract, BEGINNING)
        gone = f"SELECT o.* FROM ({old}) AS o SEMI JOIN {people} USING (person_id)"
        change = self._differing(gone, "FROM made")
        if change:
            kept = f"SELECT o.* FROM ({old}) AS o ANTI JOIN {people} USING (person_id)"
            self._keep("together", self._in_order(f"{kept} UNION ALL FROM made"))
            self.files.write(self.con, "together")
        self.con.execute("DROP TABLE made")
        return change

    def _differing(self, old: str, new: str) -> Change | None:
        step = self.step
        return differing_people(self.con, step.contract, step.told_from, old, new)

    def _days(self, touched: str) -> Change | None:
        """The rows of touched people from their days on; only blocks with a new row are written."""
        passes = in_passes(self.con, touched)
        if not passes:
            return None
        self._make(passes)
        first = min(since for _, since in passes)
        day = f"o.{quoted(self.step.contract.day)}"
        gone = f"{self._beside(touched, first)} WHERE {day} >= t.since"
        change = differing_days(self.con, self.step.contract, gone, "FROM made")
        blocks = self.con.execute(f"SELECT DISTINCT {block_sql('day')} FROM differing").fetchall()
        for (block,) in sorted(blocks):
            self._write_block(touched, block)
        self.con.execute("DROP TABLE made")
        return change

    def _write_block(self, touched: str, block: dt.date) -> None:
        day = quoted(self.step.contract.day)
        kept = f"{self._beside(touched, block, 1)} WHERE t.since IS NULL OR o.{day} < t.since"
        rows = f"{kept} UNION ALL FROM made WHERE {in_block(day, block)}"
        self._keep("together", self._in_order(rows))
        if self.con.execute("SELECT 1 FROM together LIMIT 1").fetchall():
            self.files.write_block(self.con, "together", block)
        else:
            self.files.drop_block(block)

    def _beside(self, touched: str, first: dt.date, blocks: int = 0) -> str:
        """The rows as they lie, each beside the day from which its person is touched."""
        old = self.views.kept(self.step.contract, first, blocks)
        return f"SELECT o.* FROM ({old}) AS o LEFT JOIN {touched} AS t ON t.person_id = o.person_id"

    def _make(self, passes: list[tuple[str, dt.date]]) -> None:
        """The rows of touched people from their days on, over inputs cut down to what they need."""
        columns = ", ".join(f"{quoted(one.name)} {one.kind}" for one in self.step.contract)
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE made ({columns})")
        day = self.step.contract.day
        kept = f"AND m.{quoted(day)} >= t.since" if day else ""
        for people, since in passes:
            self._cut(people, since)
            self.con.execute(
                f"INSERT INTO made SELECT m.* FROM ({self.step.rows}) AS m "
                f"JOIN {people} AS t ON t.person_id = m.person_id {kept}"
            )

    def _cut(self, people: str, since: dt.date) -> None:
        reach = self.step.reach
        for name in self.step.inputs:
            back = reach[name].back if name in reach else 0
            self.views.cut(name, people, back, days_before(since, back))
        if CALENDAR in self.step.inputs:
            furthest = max((one.back for one in reach.values()), default=0)
            self.views.cut_calendar(days_before(since, furthest))

    def _keep(self, table: str, select: str) -> None:
        """Keep the rows of a SELECT in a table of which the engine knows nothing beforehand.

        It writes a column without nulls in another form where it can tell that there are none, and
        it could after one way to the same rows and not after another. So the table has held nulls
        and days far apart, whatever it holds.
        """
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")
        nulls = ", ".join("NULL" for _ in self.step.contract)
        self.con.execute(f"INSERT INTO {table} VALUES ({nulls})")
        if day := self.step.contract.day:
            days = f"(DATE '{BEGINNING}'), (DATE '{END}')"
            self.con.execute(f"INSERT INTO {table} ({quoted(day)}) VALUES {days}")
        self.con.execute(f"DELETE FROM {table} WHERE person_id IS NULL")

    def _in_order(self, rows: str) -> str:
        return f"FROM ({rows}) ORDER BY {columns_of(self.step.contract.key)}"
