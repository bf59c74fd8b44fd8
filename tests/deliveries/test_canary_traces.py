"""The search that must find nothing finds what is planted, however deep it lies."""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from traces import Trace, traces

NEEDLE = "quillfeather"
TEXT = "Ottilie Quillfeather"


def _packed(path: Path) -> None:
    path.write_bytes(gzip.compress(TEXT.encode()))


def _archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.xml", TEXT)


def _parquet_cell(path: Path) -> None:
    texts = [*(f"honest text {n}" for n in range(2000)), TEXT]
    pl.DataFrame({"a": texts}).write_parquet(path, compression="zstd", statistics=False)


def _parquet_list(path: Path) -> None:
    pl.DataFrame({"a": [["sleep", TEXT]]}).write_parquet(path, compression="zstd", statistics=False)


def _parquet_header(path: Path) -> None:
    pl.DataFrame({TEXT: [1]}).write_parquet(path)


def _table_cell(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE t AS SELECT 'honest text ' || i AS a FROM range(200000) r(i)")
        con.execute(f"INSERT INTO t VALUES ('{TEXT}')")
        con.execute("CHECKPOINT")


def _log_of_a_table(path: Path) -> None:
    with sqlite3.connect(path) as con:
        con.execute("PRAGMA journal_mode = WAL")
        con.execute("CREATE TABLE t (a)")
        con.execute("INSERT INTO t VALUES (?)", [TEXT])


HIDDEN: dict[str, Callable[[Path], object]] = {
    "plain text": lambda path: path.write_text(TEXT, encoding="utf-8"),
    "other capitals": lambda path: path.write_text(TEXT.upper(), encoding="utf-8"),
    "UTF-16": lambda path: path.write_bytes(TEXT.encode("utf-16")),
    "UTF-16, big end first": lambda path: path.write_bytes(TEXT.encode("utf-16-be")),
    "gzip": _packed,
    "an archive": _archive,
    "a cell of Parquet": _parquet_cell,
    "a list in Parquet": _parquet_list,
    "a column name in Parquet": _parquet_header,
    "a cell of DuckDB": _table_cell,
    "SQLite": _log_of_a_table,
}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_a_text_is_found_in(tmp_path: Path, hide: Callable[[Path], object]) -> None:
    hide(tmp_path / "file")
    assert Trace(NEEDLE, "file") in traces(tmp_path, [NEEDLE])
    assert traces(tmp_path, ["nobody planted this"]) == []


def test_a_text_is_found_in_the_name_of_a_file_and_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "Quillfeather").mkdir()
    (tmp_path / "a_quillfeather.csv").touch()
    assert traces(tmp_path, [NEEDLE]) == [
        Trace(NEEDLE, "Quillfeather"),
        Trace(NEEDLE, "a_quillfeather.csv"),
    ]


def test_what_the_site_sent_is_left_out_and_nothing_else(tmp_path: Path) -> None:
    for name in ("inbox", "lake"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(TEXT, encoding="utf-8")
    assert traces(tmp_path, [NEEDLE], leaving=[tmp_path / "inbox"]) == [Trace(NEEDLE, "lake/file")]
