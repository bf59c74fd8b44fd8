"""A mapping of sql/sources by itself: lines of files in, the rows of one contract out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.door.landing import open_landed
from triggerscape.delivery.door.opening import Job, copy_plainly
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.warehouse.literals import quoted, sql_text
from triggerscape.warehouse.statements import read_statement, sql_folder

Line = Mapping[str, str | None]
PLAIN = SiteProfile("S01")


@dataclass(frozen=True)
class SourceFormat:
    """One folder of sql/sources."""

    name: str

    @property
    def folder(self) -> Path:
        return sql_folder() / "sources" / self.name

    @property
    def tables(self) -> Mapping[str, Any]:
        declared = tomllib.loads((self.folder / "format.toml").read_text(encoding="utf-8"))
        tables: Mapping[str, Any] = declared["tables"]
        return tables

    def columns(self, table: str) -> list[str]:
        return list(read_format(self.name).tables[table].columns)

    def takes(self, file_name: str) -> list[str]:
        """The tables whose globs a file's name matches."""
        return [one.name for one in read_format(self.name).tables.values() if one.takes(file_name)]

    def mappings(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*_from_*.sql"))

    def map_lines(
        self,
        mapping: str,
        lines: Sequence[Line],
        beside: Mapping[str, Sequence[Line]] | None = None,
        *,
        timezone: str = "UTC",
    ) -> list[dict[str, str]]:
        """The rows a mapping makes of lines 1, 2, 3, … in order; NULL columns are left out."""
        with duckdb.connect() as con:
            _view(con, "landed", self.columns(mapping.split("_from_")[1]), lines)
            return self._mapped(con, mapping, beside or {}, timezone)

    def map_file(
        self,
        mapping: str,
        file: Path,
        work: Path,
        beside: Mapping[str, Sequence[Line]] | None = None,
        profile: SiteProfile = PLAIN,
    ) -> list[dict[str, str]]:
        """The same for a file as it comes through our own door, whatever its form is."""
        job = Job(
            file,
            work / "copy",
            encoding=profile.encoding,
            delimiter=profile.delimiter,
            title_lines=profile.title_lines,
            sheet=profile.sheet,
        )
        copy = copy_plainly(job)
        assert not copy.shape.misshapen
        with duckdb.connect() as con:
            open_landed(con, copy, profile)
            con.execute("CREATE TEMP TABLE sent AS SELECT * FROM landed")
            taken = ", ".join(
                f"nullif(trim({quoted(name)}), '') AS {quoted(name)}"
                if name in copy.shape.headers
                else f"CAST(NULL AS VARCHAR) AS {quoted(name)}"
                for name in self.columns(mapping.split("_from_")[1])
            )
            con.execute(
                f"CREATE OR REPLACE TEMP VIEW landed AS SELECT source_row, {taken} FROM sent"
            )
            return self._mapped(con, mapping, beside or {}, profile.timezone)

    def _mapped(
        self,
        con: duckdb.DuckDBPyConnection,
        mapping: str,
        beside: Mapping[str, Sequence[Line]],
        timezone: str,
    ) -> list[dict[str, str]]:
        # No mapping may lean on the zone of the session: the site's own is all that counts.
        con.execute("SET TimeZone = 'Asia/Tokyo'; CREATE SCHEMA beside")
        for table in self.tables:
            _view(con, f"beside.{table}", self.columns(table), beside.get(table, ()))
        con.execute(f"SET VARIABLE site_timezone = {sql_text(timezone)}")
        con.execute("SET VARIABLE site_code = 'S01'")
        statement = read_statement(self.folder / f"{mapping}.sql")
        result = con.execute(f"SELECT * FROM ({statement.sql}) ORDER BY source_row")
        names = [name for name, *_ in result.description]
        _hold_to_contract(mapping, names)
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        numbers = [row["source_row"] for row in rows]
        assert len(set(numbers)) == len(numbers), "two rows from one line"
        assert all(
            isinstance(value, str | None)
            for row in rows
            for name, value in row.items()
            if name != "source_row"
        ), "a value that is no text"
        return [{name: value for name, value in row.items() if value is not None} for row in rows]


def _hold_to_contract(mapping: str, names: Sequence[str]) -> None:
    contract = INPUTS[mapping.split("_from_", maxsplit=1)[0]]
    allowed = {"source_row", *contract.column_names}
    allowed |= {"codes"} if contract.short_name == "therapy" else set()
    assert [name for name in names if name not in allowed and not name.startswith("x_")] == []
    assert "site_code" not in names
    assert len(set(names)) == len(names)


def _view(
    con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], lines: Sequence[Line]
) -> None:
    unknown = {key for line in lines for key in line} - set(columns)
    assert not unknown, f"{name} takes no {sorted(unknown)}"
    kinds = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
    con.execute(f"CREATE TABLE {name} (source_row BIGINT, {kinds})")
    marks = ", ".join("?" * (len(columns) + 1))
    for number, line in enumerate(lines, 1):
        values = [number, *(line.get(column) for column in columns)]
        con.execute(f"INSERT INTO {name} VALUES ({marks})", values)
