"""A release that was touched, or written wrongly, is recognised by reading it back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from fixture_tables import INFO, few_tables, protected_tables

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.disclosure.attack.findings import Report
from triggerscape.disclosure.gate.record import write_record
from triggerscape.errors import TriggerscapeError
from triggerscape.release.durable import make_writable
from triggerscape.release.folder import write_files
from triggerscape.release.history import read_release
from triggerscape.release.shape import released_tables
from triggerscape.release.verification import verify_release
from triggerscape.release.writers.checksums import write_checksums
from triggerscape.release.writers.duckdb_file import write_duckdb
from triggerscape.release.writers.workbook.book import write_workbook

RELEASE_ID = "2026-06-28.1"


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    shutil.copytree(release, tmp_path / RELEASE_ID)
    make_writable(tmp_path / RELEASE_ID)
    for path in (tmp_path / RELEASE_ID).rglob("*.*"):
        path.chmod(0o644)
    return tmp_path / RELEASE_ID


def rewritten(folder: Path, name: str, change: dict[str, pl.Expr]) -> list[str]:
    """Problems of a release written, checksums and all, from tables somebody changed."""
    tables = released_tables(few_tables(), INFO, RELEASE_ID)
    tables[name] = tables[name].with_columns(**change)
    folder.mkdir()
    write_files(tables, INFO, RELEASE_ID, folder)
    write_record(folder, INFO.rule, Report((), {}), tables, None)
    write_checksums(folder)
    return verify_release(folder)


def test_an_untouched_release_verifies(release):
    assert verify_release(release) == []


@pytest.mark.parametrize("name", ["dashboard.html", "csv/trigger_effect.csv", "RELEASE.md"])
def test_a_changed_file_is_named(copy, name):
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert f"{name} has changed" in verify_release(copy)


def test_missing_and_added_files_are_named(copy):
    (copy / "llms.txt").unlink()
    (copy / "notes.txt").write_text("hello", encoding="utf-8")
    problems = verify_release(copy)
    assert "llms.txt is missing" in problems
    assert "notes.txt is not listed in SHA256SUMS" in problems
    assert "llms.txt is not in the release" in problems


def test_a_csv_that_differs_from_its_parquet_is_named(copy):
    path = copy / "csv" / "dim_site.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("site-a", "site-z"), encoding="utf-8")
    write_checksums(copy)
    assert "csv/dim_site.csv differs from parquet/dim_site.parquet" in verify_release(copy)


def test_a_wrong_hash_in_the_descriptor_is_named(copy):
    path = copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"][0]["hash"] = f"sha256:{'0' * 64}"
    path.write_text(json.dumps(package), encoding="utf-8")
    write_checksums(copy)
    (problem,) = verify_release(copy)
    assert "burden_site_window.parquet" in problem


def test_a_file_that_is_no_parquet_is_named_without_quoting_it(copy):
    (copy / "parquet" / "dim_site.parquet").write_bytes(b"Maria Example")
    write_checksums(copy)
    problems = verify_release(copy)
    assert any("cannot be read" in problem for problem in problems)
    assert "Maria" not in " ".join(problems)


def test_a_lost_duckdb_row_is_named(copy):
    tables = released_tables(protected_tables(), INFO, RELEASE_ID)
    tables["pub.trigger_effect"] = tables["pub.trigger_effect"].head(55)
    (copy / "triggerscape.duckdb").unlink()
    write_duckdb(tables, PUBLISHED, copy / "triggerscape.duckdb")
    write_checksums(copy)
    assert verify_release(copy) == [
        "pub.trigger_effect in triggerscape.duckdb differs from its Parquet file",
        "catalog.jsonld gives another hash for triggerscape.duckdb",
    ]


def test_a_lost_row_of_the_workbook_is_named(copy):
    tables = released_tables(protected_tables(), INFO, RELEASE_ID)
    tables["pub.trigger_effect"] = tables["pub.trigger_effect"].head(55)
    write_workbook(tables, PUBLISHED, INFO, RELEASE_ID, copy / "workbook.xlsx")
    write_checksums(copy)
    assert verify_release(copy) == [
        "pub.trigger_effect in workbook.xlsx differs from its Parquet file",
        "catalog.jsonld gives another hash for workbook.xlsx",
    ]


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        (
            "pub.burden_site_window",
            {"n_people": pl.col("n_people") * 0 + 5},
            "shown with fewer than 11 people",
        ),
        ("pub.trigger_effect", {"n_days": pl.col("n_days") + 1}, "n_days not rounded to 5"),
        ("pub.trigger_effect", {"verdict": pl.lit("trigger")}, "hidden, yet with a verdict"),
        ("pub.trigger_effect", {"release_id": pl.lit("2020-01-01.1")}, "rows of another release"),
        (
            "pub.trigger_effect",
            {"outcome_id": pl.lit("something_else")},
            "with an undeclared outcome_id",
        ),
        ("pub.trigger_effect", {"estimate": pl.col("estimate") / 0}, "estimate not finite"),
    ],
)
def test_wrong_rows_are_named_even_when_every_checksum_agrees(tmp_path, name, change, sentence):
    assert any(sentence in problem for problem in rewritten(tmp_path / "r", name, change))


def test_a_folder_that_is_no_release_is_refused(tmp_path):
    with pytest.raises(TriggerscapeError) as caught:
        read_release(tmp_path)
    assert caught.value.code == "E455"
