"""Reading: every field as text by header name, every record counted a second way."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from triggerscape.delivery.door.staging import FileRefused, StagedFile, read_bytes
from triggerscape.warehouse.literals import quoted, sql_text

if TYPE_CHECKING:
    from triggerscape.delivery.profiles.profile import SiteProfile


@dataclass(frozen=True)
class Landed:
    """A file as a temporary table ``landed``: source_row, then every field as text.

    ``rows`` counts the records by the second reader; ``misshapen`` are the numbers of the records
    that have too few or too many fields, and are not in the table.
    """

    headers: tuple[str, ...]
    rows: int
    misshapen: tuple[int, ...]


def land(con: duckdb.DuckDBPyConnection, staged: StagedFile, profile: SiteProfile) -> Landed:
    """Land a staged file as the temporary table ``landed``; FileRefused if it is not sound."""
    if staged.kind == "parquet":
        return _land_parquet(con, staged)
    data = read_bytes(staged)
    text = _decode(data, profile)
    headers = _headers(text, profile.delimiter)
    rows = _count_records(text, profile.delimiter, len(headers))
    return _land_csv(con, staged, profile, headers, rows)


def _decode(data: bytes, profile: SiteProfile) -> str:
    try:
        return data.decode("utf-8-sig" if profile.encoding == "utf-8" else profile.encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "file.encoding", f"the file is not {profile.encoding}; name its encoding in the profile"
        ) from error


def _headers(text: str, delimiter: str) -> tuple[str, ...]:
    line = next(csv.reader(io.StringIO(text[: 1 << 20], newline=""), delimiter=delimiter), [])
    names = tuple(name.replace("\u00a0", " ").strip().lower() for name in line)
    if not all(names):
        raise FileRefused("file.header", "a column of the first line has no name", _lines(text))
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        sentence = f"column named twice: {', '.join(doubled)}"
        raise FileRefused("file.header_twice", sentence, _lines(text))
    return names


def _lines(text: str) -> int:
    """Lines after the first that are not blank: what there is to count when records are unclear."""
    return max(sum(1 for line in text.splitlines() if line.strip()) - 1, 0)


def _count_records(text: str, delimiter: str, width: int) -> int:
    """Records after the header, counted without DuckDB: blank lines are none.

    FileRefused where a quote that is never closed, or closed far below, swallows whole rows.
    """
    if '"' not in text and "\r" not in text and "\n\n" not in text:
        return text.count("\n") + (not text.endswith("\n")) - 1
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = last_line = 0
    try:
        for fields in lines:
            if len(fields) not in (0, width) and lines.line_num > last_line + 1:
                raise _unclosed_quote(text, records)
            records += bool(fields)
            last_line = lines.line_num
    except csv.Error:
        raise _unclosed_quote(text, records) from None
    return records - 1


def _unclosed_quote(text: str, records: int) -> FileRefused:
    sentence = f"a quote opened near row {records} is never closed, or closed in the wrong place"
    return FileRefused("file.quote", sentence, _lines(text))


def _land_csv(
    con: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    profile: SiteProfile,
    headers: tuple[str, ...],
    rows: int,
) -> Landed:
    columns = ", ".join(f"{sql_text(name)}: 'VARCHAR'" for name in headers)
    con.execute("DROP TABLE IF EXISTS reject_scans; DROP TABLE IF EXISTS reject_errors")
    try:
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE landed AS
            SELECT row_number() OVER () AS source_row, *
            FROM read_csv(
                {sql_text(str(staged.path))}, auto_detect = false, header = true,
                columns = {{{columns}}}, delim = {sql_text(profile.delimiter)},
                quote = '"', escape = '"', encoding = {sql_text(profile.encoding)},
                store_rejects = true, rejects_limit = 0
            )
            """
        )
    except duckdb.Error as error:
        # The engine's message may hold a line of the file, so only its kind is passed on.
        raise FileRefused(
            "file.unreadable", f"the file cannot be read as CSV ({type(error).__name__})", rows
        ) from None
    lines = con.execute("SELECT DISTINCT line FROM reject_errors ORDER BY line").fetchall()
    misshapen = tuple(int(line) - 1 for (line,) in lines)
    loaded = con.execute("SELECT count(*) FROM landed").fetchall()[0][0]
    if loaded + len(misshapen) != rows:
        raise FileRefused(
            "file.count",
            f"one reader finds {rows} rows, the other {loaded} and {len(misshapen)} misshapen: "
            "an unclosed quote or mixed line ends",
            rows,
        )
    _renumber(con, misshapen)
    return Landed(headers, rows, misshapen)


def _renumber(con: duckdb.DuckDBPyConnection, misshapen: tuple[int, ...]) -> None:
    """Give every landed row its number in the file, counting the misshapen rows left out.

    The k-th misshapen record, numbered m, stands before every row that landed as number m - k or
    later (k from 0), and moves it by one.
    """
    if not misshapen:
        return
    firsts = [number - place for place, number in enumerate(misshapen)]
    moves = pa.table({"first_row": firsts, "moved_by": range(1, len(firsts) + 1)})
    con.register("moves", moves)
    con.execute(
        """
        UPDATE landed SET source_row = landed.source_row + move.moved_by
        FROM (
            SELECT l.rowid AS row, m.moved_by
            FROM landed AS l
            ASOF JOIN (
                SELECT first_row, max(moved_by) AS moved_by FROM moves GROUP BY first_row
            ) AS m ON l.source_row >= m.first_row
        ) AS move
        WHERE landed.rowid = move.row
        """
    )
    con.unregister("moves")


def _land_parquet(con: duckdb.DuckDBPyConnection, staged: StagedFile) -> Landed:
    try:
        footer = pq.ParquetFile(staged.path)
    except (OSError, ValueError) as error:
        raise FileRefused(
            "file.parquet", f"the Parquet file is damaged ({type(error).__name__})"
        ) from None
    rows = footer.metadata.num_rows
    source = f"read_parquet({sql_text(str(staged.path))}, file_row_number = true)"
    described = con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    fields = [(name, kind) for name, kind, *_ in described if name != "file_row_number"]
    headers = tuple(name.strip().lower() for name, _ in fields)
    if len(set(headers)) < len(headers):
        raise FileRefused("file.header_twice", "two columns have the same name")
    texts = ", ".join(
        f"{_as_text(name, kind)} AS {quoted(header)}"
        for (name, kind), header in zip(fields, headers, strict=True)
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE landed AS "
        f"SELECT file_row_number + 1 AS source_row, {texts} FROM {source}"
    )
    loaded = con.execute("SELECT count(*) FROM landed").fetchall()[0][0]
    if loaded != rows:
        raise FileRefused("file.count", f"the footer promises {rows} rows, {loaded} can be read")
    return Landed(headers, rows, ())


def _as_text(name: str, kind: str) -> str:
    if kind.endswith("[]"):
        return f"array_to_string({quoted(name)}, '|')"
    return f"CAST({quoted(name)} AS VARCHAR)"
