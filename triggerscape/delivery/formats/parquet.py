"""Parquet: read once to count and verify it, then every column written again as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from triggerscape.delivery.door.plain_copy import TextShape
from triggerscape.delivery.formats.text_of_types import text_of
from triggerscape.delivery.refusals import MOST_CELLS, FileRefused
from triggerscape.delivery.text.header import header_names
from triggerscape.warehouse.literals import sql_text

if TYPE_CHECKING:
    from pathlib import Path

# A person and a day in every row: no honest table packs more rows than these into a byte.
_MOST_ROWS_A_BYTE = 64
_ROWS_OF_ANY_FILE = 1_000_000
_BATCH_ROWS = 16_384
_STAMPS = frozenset({"TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"})
_FAULTS = (pa.ArrowException, duckdb.Error, OSError, ValueError, UnicodeError)


def copy_parquet(source: Path, target: Path) -> TextShape:
    """Write every row of a Parquet file as text: source_row, field_1, field_2, …

    The rows are counted by one reader, which also verifies page checksums where the file has them,
    and written by another; both must agree with the footer. Whole numbers have no point, other
    numbers are the shortest text that gives them back; times, dates and timestamps are ISO, with
    the offset of their place where they have one; lists are joined by '|', structures are JSON.

    Raises FileRefused: file.not_a_table for a DuckDB file, file.too_large, file.parquet,
    file.count, file.header, file.header_twice.
    """
    refuse_database(source)
    try:
        footer = pq.ParquetFile(source, page_checksum_verification=True)
        promised, schema = footer.metadata.num_rows, footer.schema_arrow
        _refuse_implausible(promised, footer.metadata.num_columns, source.stat().st_size)
        headers = header_names(schema.names, promised)
        counted = sum(batch.num_rows for batch in footer.iter_batches(batch_size=_BATCH_ROWS))
        written = _write_as_text(source, target, schema)
    except _FAULTS as error:
        # A library's own words may quote a value.
        kind = type(error).__name__
        target.unlink(missing_ok=True)
        raise FileRefused("file.parquet", f"the Parquet file is damaged ({kind})") from None
    if not promised == counted == written:
        target.unlink()
        sentence = f"the footer promises {promised} rows, {counted} and {written} can be read"
        raise FileRefused("file.count", sentence, promised)
    return TextShape(headers, promised)


def refuse_database(source: Path) -> None:
    """FileRefused (file.not_a_table) for a DuckDB database, whose tables we do not choose from."""
    with source.open("rb") as file:
        start = file.read(20)
    if start[8:12] == b"DUCK":
        version = int.from_bytes(start[12:20], "little")
        sentence = f"the file is a DuckDB database (storage version {version}); export its table"
        raise FileRefused("file.not_a_table", sentence)


def _refuse_implausible(rows: int, columns: int, size: int) -> None:
    if rows < 0 or rows * columns > MOST_CELLS:
        raise FileRefused("file.too_large", f"the footer promises {rows} rows: more than we take")
    if rows > _ROWS_OF_ANY_FILE + _MOST_ROWS_A_BYTE * size:
        sentence = f"the footer promises {rows} rows in {size} bytes: no table is that dense"
        raise FileRefused("file.too_large", sentence)


def _write_as_text(source: Path, target: Path, schema: pa.Schema) -> int:
    """Write the copy; gives back how many rows it holds."""
    given = [f"given_{place}" for place in range(1, len(schema) + 1)]
    table = (
        f"read_parquet({sql_text(str(source))}, file_row_number = true, binary_as_string = true) "
        f"AS given({', '.join(given)}, file_row)"
    )
    with duckdb.connect(config={"threads": 1, "memory_limit": "1GB", "temp_directory": ""}) as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET autoinstall_known_extensions = false")
        kinds = _kinds(con, table, given)
        zones = [getattr(field.type, "tz", None) for field in schema]
        texts = ", ".join(
            f"{text_of(name, kind, zone)} AS field_{place}"
            for place, (name, kind, zone) in enumerate(zip(given, kinds, zones, strict=True), 1)
        )
        con.execute(
            f"COPY (SELECT file_row + 1 AS source_row, {texts} FROM {table}) "
            f"TO {sql_text(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
    return int(pq.read_metadata(target).num_rows)


def _kinds(con: duckdb.DuckDBPyConnection, table: str, given: list[str]) -> list[str]:
    """The type of each column; one whose timestamps all lie at midnight holds dates.

    Many writers know no type for a day but the timestamp.
    """
    described = con.execute(f"DESCRIBE SELECT {', '.join(given)} FROM {table}").fetchall()
    kinds = {str(name): str(kind) for name, kind, *_ in described}
    stamps = [name for name, kind in kinds.items() if kind in _STAMPS]
    if stamps:
        tests = ", ".join(f"bool_and({name} = date_trunc('day', {name}))" for name in stamps)
        at_midnight = con.execute(f"SELECT {tests} FROM {table}").fetchall()[0]
        kinds |= {name: "DATE" for name, is_day in zip(stamps, at_midnight, strict=True) if is_day}
    return [kinds[name] for name in given]
