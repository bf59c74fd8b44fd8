"""Looking for texts in every byte of a folder, packed bytes and tables included."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


class Trace(NamedTuple):
    """A text that was found, and in which file."""

    needle: str
    file: str


def traces(folder: Path, needles: Iterable[str], *, leaving: Iterable[Path] = ()) -> list[Trace]:
    """Where below a folder any text lies: in names, bytes, packed bytes and cells of tables.

    Capitals do not matter. What lies under ``leaving`` is not looked at.
    """
    left = tuple(leaving)
    sought = [(needle, _spellings(needle)) for needle in sorted(set(needles))]
    found = []
    for path in sorted(folder.rglob("*")):
        if any(path.is_relative_to(other) for other in left):
            continue
        seen = [str(path.relative_to(folder)).encode()]
        if path.is_file() and not path.is_symlink():
            seen += layers(path)
        data = b"\n".join(seen).lower()
        found += [
            Trace(needle, str(path.relative_to(folder)))
            for needle, spellings in sought
            if any(spelling in data for spelling in spellings)
        ]
    return found


def layers(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what they hold once unpacked or read as a table."""
    data = path.read_bytes()
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif data.startswith(b"PAR1"):
        yield _of_parquet(data)
    elif data[8:12] == b"DUCK":
        yield from _of_duckdb(path)
    elif data.startswith(b"SQLite format"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as con:
            yield "\n".join(con.iterdump()).encode()


def _spellings(needle: str) -> tuple[bytes, ...]:
    lower = needle.lower()
    return lower.encode(), lower.encode("utf-16-le"), lower.encode("utf-16-be")


def _of_parquet(data: bytes) -> bytes:
    table = pq.ParquetFile(io.BytesIO(data)).read()
    texts = [*table.column_names]
    for column in table.flatten().columns:
        texts += [str(cell) for cell in _distinct(column)]
    return "\n".join(texts).encode()


def _distinct(column: pa.ChunkedArray) -> list[object]:
    if pa.types.is_nested(column.type):
        return list(column.to_pylist())
    return list(pc.unique(column).to_pylist())


def _of_duckdb(path: Path) -> Iterator[bytes]:
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute(
            "SELECT database_name, schema_name, table_name, sql FROM duckdb_tables()"
        ).fetchall()
        for database, schema, table, sql in tables:
            yield str(sql).encode()
            rows = con.execute(f'FROM "{database}"."{schema}"."{table}"').fetchall()
            yield "\n".join(str(row) for row in rows).encode()
