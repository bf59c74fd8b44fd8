"""What is in a release folder, and that every reader sees the same rows in it."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from fixture_tables import INFO

from triggerscape.contract.language import Kind
from triggerscape.contract.releases.catalogue import FACTS, PUBLISHED
from triggerscape.contract.releases.triggers import TRIGGER_EFFECT
from triggerscape.release.info import SCHEMA_VERSION
from triggerscape.release.page.build import page_figures
from triggerscape.release.writers.figure_specs import figure_specs

ARROW_TYPES = {
    Kind.TEXT: "string",
    Kind.BOOLEAN: "bool",
    Kind.INTEGER: "int32",
    Kind.BIGINT: "int64",
    Kind.DOUBLE: "double",
    Kind.DATE: "date32[day]",
}
NUMBERS = ["estimate", "ci_low", "ci_high", "n_people", "n_days", "p_value", "verdict"]


def read(release: Path) -> dict[str, pl.DataFrame]:
    files = {t.name: release / "parquet" / f"{t.short_name}.parquet" for t in PUBLISHED}
    return {name: pl.read_parquet(path) for name, path in files.items()}


def test_the_folder_holds_these_files(release):
    tables = {table.short_name for table in PUBLISHED}
    figures = figure_specs(page_figures(read(release), INFO.threshold), INFO, release.name)
    assert {path.relative_to(release).as_posix() for path in release.rglob("*.*")} == {
        "RELEASE.md",
        "catalog.jsonld",
        "dashboard.html",
        "datapackage.json",
        "dictionary.csv",
        "disclosure.json",
        "llms.txt",
        "run.json",
        "triggerscape.duckdb",
        "workbook.xlsx",
        *(f"figures/{name}" for name in figures),
        *(f"parquet/{name}.parquet" for name in tables),
        *(f"csv/{name}.csv" for name in tables),
    }


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_parquet_has_the_declared_types_key_order_and_labels(release, table):
    file = pq.ParquetFile(release / "parquet" / f"{table.short_name}.parquet")
    types = {f.name: str(f.type).removeprefix("large_") for f in file.schema_arrow}
    assert types == {column.name: ARROW_TYPES[column.kind] for column in table}
    labels = {k.decode(): v.decode() for k, v in file.metadata.metadata.items()}
    assert labels["release_id"] == "2026-06-28.1"
    assert (labels["table"], labels["schema_version"]) == (table.name, SCHEMA_VERSION)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    keys = pl.DataFrame(file.read(list(table.key))).rows()
    assert keys == sorted(set(keys))


def test_counts_are_int64_in_parquet_and_not_double(release):
    schema = pq.ParquetFile(release / "parquet" / "trigger_effect.parquet").schema
    physical = {schema.column(i).name: schema.column(i).physical_type for i in range(len(schema))}
    assert {physical[name] for name in ("n_people", "n_days", "n_attacks")} == {"INT64"}


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.short_name)
def test_csv_read_by_a_plain_reader_says_the_same_as_parquet(release, table):
    frame = pl.read_parquet(release / "parquet" / f"{table.short_name}.parquet")
    with (release / "csv" / f"{table.short_name}.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    assert tuple(header) == table.column_names
    expected = [[_as_text(value) for value in row] for row in frame.iter_rows()]
    assert lines == expected


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_hidden_cell_is_null_everywhere(release):
    parquet = pl.read_parquet(release / "parquet" / "trigger_effect.parquet")
    hidden = parquet.filter(pl.col("status") == "c")
    assert hidden["trigger_id"].unique().to_list() == ["x_perfume"]
    assert hidden.select(NUMBERS).null_count().row(0) == (2,) * len(NUMBERS)
    with duckdb.connect(str(release / "triggerscape.duckdb"), read_only=True) as connection:
        conditions = " AND ".join(f"{name} IS NULL" for name in NUMBERS)
        counted = connection.execute(
            f"SELECT count(*) FROM pub.trigger_effect WHERE status = 'c' AND {conditions}"
        ).fetchone()
    assert counted == (2,)
    with (release / "csv" / "trigger_effect.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "c"]
    assert [[row[name] for name in NUMBERS] for row in rows] == [[""] * len(NUMBERS)] * 2


def test_duckdb_has_real_tables_with_keys_and_a_comment_on_everything(release):
    with duckdb.connect(str(release / "triggerscape.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "SELECT table_name, has_primary_key, comment FROM duckdb_tables() ORDER BY 1"
        ).fetchall()
        silent = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'pub' AND comment IS NULL"
        ).fetchall()
    assert [name for name, _, _ in tables] == sorted(table.short_name for table in PUBLISHED)
    assert all(has_key and comment for _, has_key, comment in tables)
    assert silent == []


def test_the_duckdb_file_is_in_a_storage_version_old_clients_know(release):
    """Bytes 12 to 19 hold the storage version; DuckDB 1.2 reads 64 to 65, DuckDB 2 writes 69."""
    head = (release / "triggerscape.duckdb").read_bytes()[:20]
    assert head[8:12] == b"DUCK"
    assert int.from_bytes(head[12:20], "little") <= 65


def test_the_descriptor_describes_every_parquet_and_csv_file(release):
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["version"], package["is_synthetic"]) == ("2026-06-28.1", True)
    assert len(package["resources"]) == 2 * len(PUBLISHED)
    for resource in package["resources"]:
        content = (release / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    described = {r["name"]: r for r in package["resources"]}["trigger-effect-csv"]["schema"]
    assert described["primaryKey"] == list(TRIGGER_EFFECT.key)
    assert described["missingValues"] == [""]
    fields = {field["name"]: field for field in described["fields"]}
    assert fields["estimate"]["decimals"] == 3
    assert fields["n_people"] == {
        "name": "n_people",
        "type": "integer",
        "description": "People behind the estimate, rounded",
        "unit": "{person}",
    }
    assert fields["status"]["constraints"] == {
        "required": True,
        "enum": ["ok", "c", "u", "x", "z"],
    }


def test_the_dictionary_has_every_published_column(release):
    rows = pl.read_csv(release / "dictionary.csv").select("table_name", "column_name").rows()
    assert sorted(rows) == sorted((t.name, column.name) for t in PUBLISHED for column in t)
    assert (release / "dictionary.csv").read_bytes() == (
        release / "csv" / "dictionary.csv"
    ).read_bytes()


def test_the_notes_count_hidden_rows_and_carry_the_warnings(release):
    notes = (release / "RELEASE.md").read_text(encoding="utf-8")
    assert "| `pub.trigger_effect` | factor, estimand, outcome and measure | 56 | 2 |" in notes
    assert "fewer than 11 people" in notes
    assert "Made-up population" in notes
    assert all(warning in notes for table in FACTS for warning in table.warnings)


def test_every_row_carries_the_release_and_the_as_of_date(release):
    for table in FACTS:
        frame = pl.read_parquet(release / "parquet" / f"{table.short_name}.parquet")
        assert frame["release_id"].unique().to_list() == ["2026-06-28.1"]
        assert frame["as_of_date"].unique().to_list() == [INFO.as_of]


def test_sha256sum_agrees(release: Path):
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release, check=False
    )
    assert checked.returncode == 0
