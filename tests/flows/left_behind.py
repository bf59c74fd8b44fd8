"""Looking for somebody in every byte of a workspace, packed and columnar files unpacked first."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq


def left_behind(home: Path, words: Iterable[str], numbers: Iterable[int] = ()) -> list[str]:
    """Where below a workspace a word or a number of somebody stands, and which; best none."""
    needles = [*words, *map(str, numbers)]
    found = []
    for file in sorted(path for path in home.rglob("*") if path.is_file()):
        if file.name == "withdrawn.jsonl":
            needed = [word for word in needles if not word.isdigit()]
        else:
            needed = needles
        texts = list(_texts(file))
        found += [
            f"{file.relative_to(home)}: {word}"
            for word in needed
            if any(_holds(text, word) for text in texts)
        ]
    return found


def _holds(text: bytes, word: str) -> bool:
    lower = text.lower()
    return any(
        word.lower().encode(encoding) in lower for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )


def _texts(file: Path) -> Iterator[bytes]:
    data = file.read_bytes()
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(file) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif data.startswith(b"PAR1"):
        table = pq.ParquetFile(file).read()
        yield str(table.schema).encode()
        yield "\n".join(
            str(value) for column in table.columns for value in column.to_pylist()
        ).encode()
    elif data[8:12] == b"DUCK":
        yield from _tables(file)


def _tables(file: Path) -> Iterator[bytes]:
    with duckdb.connect(str(file), read_only=True) as con:
        names = con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL"
        ).fetchall()
        for schema, table in names:
            yield repr(con.execute(f'FROM "{schema}"."{table}"').fetchall()).encode()
