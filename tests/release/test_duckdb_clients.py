"""The DuckDB file of a release opens in the clients people have: 1.2, 1.4 and 1.5, and our own.

TRIGGERSCAPE_DUCKDB_CLIENTS names a folder with one virtual environment for each, named after the
version of duckdb in it: two of them cannot share one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from triggerscape.contract.releases.catalogue import PUBLISHED

OLD = ("1.2", "1.4", "1.5")
FOLDER = "TRIGGERSCAPE_DUCKDB_CLIENTS"
# Run by the client's own interpreter: nothing but duckdb and the standard library.
READ_ALL = """
import duckdb, json, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    ask = lambda query: connection.execute(query).fetchall()
    tables = ask("SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'pub'")
    columns = ask(
        "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() "
        "WHERE schema_name = 'pub'"
    )
    rows = {name: ask(f"SELECT * FROM pub.{name} ORDER BY ALL") for name, _ in tables}
    said = {"version": duckdb.__version__, "rows": rows, "comments": dict(tables + columns)}
    print(json.dumps(said, default=str))
"""


def interpreter_of(version: str) -> str:
    """The interpreter beside duckdb of this version; skips where there is none."""
    folder = os.environ.get(FOLDER, "")
    found = sorted(Path(folder).glob(f"{version}.*/bin/python")) if folder else []
    if not found:
        pytest.skip(f"no client of DuckDB {version}: {FOLDER} names no folder with {version}.*/")
    return str(found[-1])


def read_by(interpreter: str, file: Path) -> dict:
    done = subprocess.run(
        [interpreter, "-I", "-c", READ_ALL, file],
        check=False,
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def as_said(release: Path, name: str) -> list[list[object]]:
    """The rows of the Parquet file in the words of JSON, in full order."""
    frame = pl.read_parquet(release / "parquet" / f"{name}.parquet")
    dates = pl.col(pl.Date).cast(pl.String)
    return [list(row) for row in frame.with_columns(dates).iter_rows()]


def assert_reads_everything(said: dict, release: Path) -> None:
    assert set(said["rows"]) == {table.short_name for table in PUBLISHED}
    for name, rows in said["rows"].items():
        expected = as_said(release, name)
        assert sorted(map(repr, rows)) == sorted(map(repr, expected)), name
    columns = {f"{t.short_name}.{column.name}" for t in PUBLISHED for column in t}
    assert set(said["comments"]) == columns | set(said["rows"])
    assert all(said["comments"].values())


@pytest.mark.parametrize("version", OLD)
def test_an_old_client_reads_every_table_and_every_comment(release: Path, version: str):
    said = read_by(interpreter_of(version), release / "triggerscape.duckdb")
    assert said["version"].startswith(f"{version}.")
    assert_reads_everything(said, release)


def test_our_own_version_does_too(release: Path):
    said = read_by(sys.executable, release / "triggerscape.duckdb")
    assert said["version"] == duckdb.__version__
    assert_reads_everything(said, release)


@pytest.mark.parametrize("version", OLD)
def test_the_default_storage_of_duckdb_2_would_be_refused(tmp_path: Path, version: str):
    """Why the file is written in an old storage version: without, the clients cannot open it."""
    interpreter = interpreter_of(version)
    file = tmp_path / "new.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{file}' AS new; CREATE TABLE new.t AS SELECT 1 AS a")
    with pytest.raises(AssertionError, match="version number"):
        read_by(interpreter, file)
