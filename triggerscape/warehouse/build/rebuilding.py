"""Rebuilding one table of a bucket: whole, or the rows of touched people from their days on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.blocks import BEGINNING, block_sql, days_before, week_sql
from triggerscape.warehouse.build.bucket_views import CALENDAR
from triggerscape.warehouse.build.step import Step, check_columns
from triggerscape.warehouse.build.table_files import TableFiles
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

    from triggerscape.warehouse.blocks import Span
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
            self.con.execute(
                f"CREATE OR REPLACE TEMP TABLE made AS FROM ({self.step.rows}) ORDER BY {order}"
            )
            is_new = self.files.write_spans(self.con, "made")
            self.con.execute("DROP TABLE made")
        else:
            is_new = self.files.write(self.con, self.step.sql)
        return ANYTHING if is_new else None

    def everybody(self) -> Change | None:
        """Make every row of a table without days anew; gives back whose differ from before."""
        old = self.views.kept(self.step.contract, BEGINNING)
        self.views.uncut([*self.step.inputs, CALENDAR])
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE made AS {self.step.sql}")
        change = self._differing(old, "FROM made")
        if change:
            self.files.write(self.con, "FROM made")
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
            self.files.write(self.con, self._in_order(f"{kept} UNION ALL FROM made"))
        return change

    def _differing(self, old: str, new: str) -> Change | None:
        step = self.step
        return differing_people(self.con, step.contract, step.told_from, old, new)

    def _days(self, touched: str) -> Change | None:
        """The rows of touched people from their days on; only spans with a new row are written."""
        passes = in_passes(self.con, touched)
        if not passes:
            return None
        self._make(passes)
        first = min(since for _, since in passes)
        day = f"o.{quoted(self.step.contract.day)}"
        old = self.views.kept(self.step.contract, first)
        gone = f"{_beside(old, touched)} WHERE {day} >= t.since AND {day} >= DATE '{first}'"
        change = differing_days(self.con, self.step.contract, gone, "FROM made")
        newest = self.files.newest_block()
        if change:
            found = self.con.execute(f"SELECT DISTINCT {week_sql('day')} FROM differing").fetchall()
            for span in self.files.spans_to_write([week for (week,) in found]):
                self._write_span(touched, span)
        if newest and self.step.contract.has_weeks and self.files.ends_before(newest):
            self.whole()  # an older block is the newest now, and lies in weeks
        return change

    def _write_span(self, touched: str, span: Span) -> None:
        old = self.views.kept_in(self.step.contract, span)
        day = quoted(self.step.contract.day)
        kept = f"{_beside(old, touched)} WHERE t.since IS NULL OR o.{day} < t.since"
        rows = f"{kept} UNION ALL FROM made WHERE {self.files.in_span(span)}"
        self.files.write_span(self.con, self._in_order(rows), span)

    def _make(self, passes: list[tuple[str, dt.date]]) -> None:
        """The rows of touched people from their days on, over inputs cut down to what they need."""
        day = f"m.{quoted(self.step.contract.day)}" if self.step.contract.day else ""
        into = "CREATE OR REPLACE TEMP TABLE made AS"
        for people, since in passes:
            self._cut(people, since)
            # The first of all days again: the engine leaves days before it out before the join.
            kept = f"WHERE {day} >= t.since AND {day} >= DATE '{since}'" if day else ""
            self.con.execute(
                f"{into} SELECT m.* FROM ({self.step.rows}) AS m "
                f"JOIN {people} AS t ON t.person_id = m.person_id {kept}"
            )
            into = "INSERT INTO made"

    def _cut(self, people: str, since: dt.date) -> None:
        reach = self.step.reach
        for name in self.step.inputs:
            back = reach[name].back if name in reach else 0
            self.views.cut(name, people, back, days_before(since, back))
        if CALENDAR in self.step.inputs:
            furthest = max((one.back for one in reach.values()), default=0)
            self.views.cut_calendar(days_before(since, furthest))

    def _in_order(self, rows: str) -> str:
        return f"FROM ({rows}) ORDER BY {columns_of(self.step.contract.key)}"


def _beside(old: str, touched: str) -> str:
    """The rows as they lie, each beside the day from which its person is touched."""
    return f"SELECT o.* FROM ({old}) AS o LEFT JOIN {touched} AS t ON t.person_id = o.person_id"
