"""A foreign file turned into the rows of one contract, one row for one line at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.delivery.door.landing import forget_rejects, open_landed, rejected_rows
from triggerscape.delivery.door.opening import Job
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.sources.foreign_rows import foreign_rows
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.delivery.sources.therapy_mapping import therapies_sql
from triggerscape.delivery.sources.therapy_rules import rules_table
from triggerscape.warehouse.literals import quoted, sql_text
from triggerscape.warehouse.statements import sql_folder

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from triggerscape.delivery.arrival import Arrival
    from triggerscape.delivery.door.confined import ConfinedReader
    from triggerscape.delivery.door.plain_copy import PlainCopy
    from triggerscape.delivery.door.staging import StagedFile
    from triggerscape.delivery.profiles.profile import SiteProfile
    from triggerscape.delivery.sources.source_format import SourceTable


@dataclass(frozen=True)
class Lines:
    """How many lines of a file the engine ``read``, and the numbers of the ``misshapen``.

    Those it could not split into fields, or they are no resource of the file's type.
    """

    read: int
    misshapen: tuple[int, ...]


@dataclass(frozen=True)
class MappedFile:
    """What a mapping made of the lines of a file, now the view ``landed``.

    Of the lines, ``outside`` gave no row: they say nothing the contract asks for, or stand in the
    row of another line.
    """

    headers: tuple[str, ...]
    outside: int
    lines: Lines


def job_of(
    staged: StagedFile, profile: SiteProfile, target: Path, table: SourceTable | None
) -> Job:
    """How a staged file is to be opened: as the profile says, and whole lines where views read."""
    return Job(
        source=staged.path,
        target=target,
        encoding=profile.encoding,
        delimiter=profile.delimiter,
        title_lines=profile.title_lines,
        null_padding=profile.null_padding,
        unquoted=profile.unquoted,
        sheet=profile.sheet,
        holds_resources=table is not None and table.view is not None,
    )


def map_foreign(
    con: duckdb.DuckDBPyConnection, reader: ConfinedReader, arrival: Arrival, copy: PlainCopy
) -> MappedFile:
    """Make ``landed`` the rows of a contract, by the mapping the file's use names.

    FileRefused where there is no such mapping, or where it makes two rows of a line.
    """
    table = table_of(arrival)
    lines = keep_lines(con, copy, table, arrival.profile)
    _open_beside(con, reader, arrival, copy.path.parent)
    con.execute("CREATE OR REPLACE TEMP VIEW landed AS SELECT * FROM line_of_file")
    con.execute(f"SET VARIABLE site_timezone = {sql_text(arrival.profile.timezone)}")
    con.execute(f"SET VARIABLE site_code = {sql_text(arrival.profile.site_code)}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE mapped_line AS {_mapping_sql(arrival)}")
    headers = _columns(con, "mapped_line")
    if "codes" in headers:
        select = therapies_sql("mapped_line", headers, rules_table(arrival.profile.therapy_codes))
        con.execute(f"CREATE OR REPLACE TEMP TABLE mapped_therapy AS {select}")
        con.execute("DROP TABLE mapped_line; ALTER TABLE mapped_therapy RENAME TO mapped_line")
        headers = _columns(con, "mapped_line")
    con.execute("CREATE OR REPLACE TEMP VIEW landed AS SELECT * FROM mapped_line")
    outside = _outside(con, lines.read, is_row_for_row=table is None)
    own = tuple(name for name in headers if name != "source_row")
    return MappedFile(own, outside, lines)


def table_of(arrival: Arrival) -> SourceTable | None:
    """The kind of file of its format; None where the use is not of a format."""
    if arrival.use.table is None:
        return None
    return read_format(str(arrival.profile.format)).tables[arrival.use.table]


def keep_lines(
    con: duckdb.DuckDBPyConnection,
    copy: PlainCopy,
    table: SourceTable | None,
    profile: SiteProfile,
) -> Lines:
    """Make the table line_of_file: what is read of each sound line. FileRefused as foreign_rows."""
    forget_rejects(con)
    strangers: tuple[int, ...] = ()
    if table is None:
        open_landed(con, copy, profile)
        select = "SELECT * FROM landed"
    else:
        select, strangers = foreign_rows(con, copy, table, profile)
    con.execute(f"CREATE OR REPLACE TEMP TABLE line_of_file AS {select}")
    misshapen = (*strangers, *rejected_rows(con, copy))
    forget_rejects(con)
    counted = "line" if table is not None and table.view is not None else "line_of_file"
    found = int(con.execute(f"SELECT count(*) FROM {counted}").fetchall()[0][0])
    return Lines(found - len(strangers), misshapen)


def _mapping_sql(arrival: Arrival) -> str:
    path = sql_folder() / "sources" / f"{arrival.use.mapping}.sql"
    if not path.is_file():
        raise FileRefused(
            "file.mapping", f"there is no mapping sql/sources/{arrival.use.mapping}.sql"
        )
    return path.read_text(encoding="utf-8").strip().rstrip(";")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> tuple[str, ...]:
    return tuple(name for name, *_ in con.execute(f"DESCRIBE {table}").fetchall())


def _outside(con: duckdb.DuckDBPyConnection, lines: int, *, is_row_for_row: bool) -> int:
    rows, numbers = con.execute(
        "SELECT count(*), count(DISTINCT source_row) FROM mapped_line"
    ).fetchall()[0]
    if rows != numbers or rows > lines or (rows < lines and is_row_for_row):
        raise FileRefused("file.mapping", f"the mapping turns {lines} rows into {rows}")
    return int(lines - rows)


def _open_beside(
    con: duckdb.DuckDBPyConnection, reader: ConfinedReader, arrival: Arrival, folder: Path
) -> None:
    """The tables beside.<kind> a mapping looks into: all files of that kind the site ever sent.

    A file that is refused by itself is not looked into. Every kind is opened once a connection.
    """
    con.execute("CREATE SCHEMA IF NOT EXISTS beside")
    made = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'beside'")
    there = {name for (name,) in made.fetchall()}
    for kind in sorted(set(arrival.beside) - there):
        table = read_format(str(arrival.profile.format)).tables[kind]
        columns = ", ".join(f"{quoted(name)} VARCHAR" for name in table.columns)
        con.execute(f"CREATE TABLE beside.{quoted(kind)} (source_row BIGINT, {columns})")
        for staged in arrival.beside[kind]:
            target = folder / "beside"
            try:
                copy = reader.copy(job_of(staged, arrival.profile, target, table))
                select, _ = foreign_rows(con, copy, table, arrival.profile)
            except FileRefused:
                continue
            con.execute(f"INSERT INTO beside.{quoted(kind)} {select}")
