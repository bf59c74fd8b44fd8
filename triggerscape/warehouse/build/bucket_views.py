"""What the SELECTs of one bucket read: its accepted rows, their history, core, and built tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS, TABLES
from triggerscape.contract.core import accepted_table, fate_table, history_table
from triggerscape.warehouse.blocks import BEGINNING, Span, block_of_file, files_from
from triggerscape.warehouse.lake import rows_of, view_of_files
from triggerscape.warehouse.ledger.arrived_rows import view_of_arrived
from triggerscape.warehouse.literals import quoted
from triggerscape.warehouse.statements import read_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set
    from pathlib import Path

    import duckdb

    from triggerscape.contract.language import Table
    from triggerscape.warehouse.lake import Lake

CALENDAR = "reference.calendar"
_DATED_ROWS = ("core.diary_day", "accepted.diary")


@dataclass
class BucketViews:
    """Views in a connection under the tables' own names: whole, or cut down to what changed."""

    con: duckdb.DuckDBPyConnection
    lake: Lake
    bucket: int | None  # None opens all of them
    _whole: dict[str, str] = field(default_factory=dict)
    _contracts: dict[str, Table] = field(default_factory=dict)
    _cut: set[str] = field(default_factory=set)
    _shown: dict[str, str] = field(default_factory=dict)
    _schemas: set[str] = field(default_factory=set)

    def open_people(self, *, only: Mapping[str, Set[str]] | None = None) -> None:
        """Open accepted, fate, history and core of every contract.

        ``only`` names, for some contracts, those of their files that are to be opened.
        """
        self.open_accepted(only=only)
        for source in INPUTS.values():
            fates = self.lake.bucket_files(fate_table(source).name, self.bucket)
            with_fates = rows_of(fates) > 0
            self._open(history_table(source), history_select(source, with_fates=with_fates))
        for statement in read_statements("core"):
            self._open(TABLES[statement.name], statement.sql)

    def open_accepted(self, *, only: Mapping[str, Set[str]] | None = None) -> None:
        """Open accepted and fate of every contract, of some of them ``only`` the files named."""
        for contract, source in INPUTS.items():
            accepted = accepted_table(source)
            files = self.lake.accepted_files(contract, self.bucket)
            if only and contract in only:
                some = only[contract]
                files = [file for file in files if f"{file.parent.name}/{file.name}" in some]
            self._open(accepted, view_of_arrived(files, accepted))
            self.open_built(fate_table(source))

    def open_built(self, contract: Table, files: list[Path] | None = None) -> None:
        """Open a built table as it lies now, or some files of it."""
        if files is None:
            files = self.lake.bucket_files(contract.name, self.bucket)
        self._open(contract, view_of_files(files, contract))

    def know_built(self, contract: Table) -> None:
        """Know a built table as it lies now; it is opened by ``uncut``, or as far as it is cut."""
        files = self.lake.bucket_files(contract.name, self.bucket)
        self._know(contract, view_of_files(files, contract))

    def is_dated(self, name: str) -> bool:
        """True for an open table whose rows belong to days."""
        return name in self._contracts and bool(day_of(self._contracts[name]))

    def cut(self, name: str, touched: str, back: int, first_day: dt.date) -> None:
        """Leave of a table the rows of touched people, of a dated one from ``since - back`` on.

        ``touched`` is a table of person_id and since, ``first_day`` the least of ``since - back``.
        """
        contract = self._contracts.get(name)
        if contract is None:
            return
        select, kept = self._whole[name], ""
        day = day_of(contract)
        if day:
            if contract.day:
                select = self.kept(contract, first_day)
            day = f"i.{quoted(day)}"
            kept = f"WHERE {day} >= t.since - {back} AND {day} >= DATE '{first_day}'"
        self._cut.add(name)
        self._view(
            contract,
            f"SELECT i.* FROM ({select}) AS i "
            f"JOIN {touched} AS t ON t.person_id = i.person_id {kept}",
        )

    def let_calendar_be_cut(self) -> None:
        """Put a view in the place of the calendar, still whole."""
        self.con.execute("ALTER TABLE reference.calendar RENAME TO every_day")
        self._begin_calendar(BEGINNING)

    def cut_calendar(self, first_day: dt.date) -> None:
        """Let the calendar begin on a day: spines are laid out over it."""
        self._cut.add(CALENDAR)
        self._begin_calendar(first_day)

    def uncut(self, names: Iterable[str]) -> None:
        """Open tables whole again that were cut."""
        for name in self._cut & set(names):
            self._cut.remove(name)
            if name == CALENDAR:
                self._begin_calendar(BEGINNING)
            else:
                self._view(self._contracts[name], self._whole[name])

    def kept(self, contract: Table, first_day: dt.date) -> str:
        """The SELECT of a built table as it lies: of a dated one the files from a day on."""
        files = self.lake.bucket_files(contract.name, self.bucket)
        if contract.day:
            files = files_from(files, first_day)
        return view_of_files(files, contract)

    def kept_in(self, contract: Table, span: Span) -> str:
        """The SELECT of the files of a dated table that begin within some days."""
        files = self.lake.bucket_files(contract.name, self.bucket)
        return view_of_files(
            [file for file in files if span.first <= block_of_file(file) < span.end], contract
        )

    def _begin_calendar(self, first_day: dt.date) -> None:
        self.con.execute(
            f"CREATE OR REPLACE VIEW {CALENDAR} AS "
            f"FROM reference.every_day WHERE calendar_date >= DATE '{first_day}'"
        )

    def _open(self, contract: Table, select: str) -> None:
        self._know(contract, select)
        self.uncut([contract.name])

    def _know(self, contract: Table, select: str) -> None:
        self._whole[contract.name] = select
        self._contracts[contract.name] = contract
        self._cut.add(contract.name)

    def _view(self, contract: Table, select: str) -> None:
        if self._shown.get(contract.name) == select:
            return
        if contract.schema not in self._schemas:
            self.con.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
            self._schemas.add(contract.schema)
        self.con.execute(f"CREATE OR REPLACE VIEW {contract.name} AS {select}")
        self._shown[contract.name] = select


def day_of(contract: Table) -> str:
    """The column that dates a table's rows; empty for one that is read by whole people."""
    return "diary_date" if contract.name in _DATED_ROWS else contract.day


def history_select(source: Table, *, with_fates: bool) -> str:
    """The SELECT of history.<contract>: accepted rows, each with its fate or in use."""
    table = history_table(source)
    accepted, fate = accepted_table(source).name, fate_table(source).name
    columns = ", ".join(f"a.{quoted(name)}" for name in table.column_names[:-1])
    if not with_fates:
        return f"SELECT {columns}, 'current' AS disposition FROM {accepted} AS a"
    return (
        f"SELECT {columns}, coalesce(f.disposition, 'current') AS disposition "
        f"FROM {accepted} AS a LEFT JOIN {fate} AS f "
        "ON f.person_id = a.person_id AND f.source_row = a.source_row AND f.use_id = a.use_id"
    )
