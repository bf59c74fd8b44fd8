"""The workbook says what the tables say, and nothing in it runs."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from fixture_tables import INFO
from fixture_workbook import (
    MAIN,
    RELEASE_ID,
    TABLES,
    Parts,
    parts_of,
    sheets,
    texts,
    written_workbook,
)

from triggerscape.contract.releases.catalogue import FACTS, PUBLISHED
from triggerscape.contract.releases.references import DIM_SITE
from triggerscape.release.writers.workbook.book import write_workbook
from triggerscape.release.writers.workbook.grid import Gap
from triggerscape.release.writers.workbook.reading import read_workbook
from triggerscape.release.writers.workbook.shorthand import SHORTHAND, table_grid


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written_workbook(tmp_path_factory.mktemp("workbook"))


@pytest.fixture(scope="module")
def parts(workbook: Path) -> Parts:
    return parts_of(workbook)


def written(tmp_path: Path, frame: pl.DataFrame, **options: int) -> Path:
    path = tmp_path / "one.xlsx"
    write_workbook({DIM_SITE.name: frame}, (DIM_SITE,), INFO, RELEASE_ID, path, **options)
    return path


def test_a_reader_gets_every_table_back_to_the_last_digit(workbook):
    read = read_workbook(workbook, PUBLISHED)
    for table in PUBLISHED:
        assert read[table.name].schema == TABLES[table.name].schema
        assert read[table.name].equals(TABLES[table.name]), table.name


def test_a_changed_number_would_be_noticed(tmp_path):
    effects = next(table for table in FACTS if table.name == "pub.trigger_effect")
    changed = TABLES[effects.name].with_columns(pl.col("estimate") + 0.001)
    path = tmp_path / "changed.xlsx"
    write_workbook({effects.name: changed}, (effects,), INFO, RELEASE_ID, path)
    assert not read_workbook(path, (effects,))[effects.name].equals(TABLES[effects.name])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_comes_back_as_it_was(tmp_path, value):
    """Refused long before; a workbook that hid it would keep verification from naming it."""
    effects = next(table for table in FACTS if table.name == "pub.trigger_effect")
    frame = TABLES[effects.name].with_columns(estimate=pl.lit(value))
    path = tmp_path / "odd.xlsx"
    write_workbook({effects.name: frame}, (effects,), INFO, RELEASE_ID, path)
    assert read_workbook(path, (effects,))[effects.name].equals(frame)


def test_the_same_tables_give_the_same_bytes(workbook, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    again = tmp_path / "again.xlsx"
    write_workbook(dict(reversed(TABLES.items())), PUBLISHED, INFO, RELEASE_ID, again)
    assert again.read_bytes() == workbook.read_bytes()


def test_no_date_in_the_file_is_that_of_the_day_it_was_written(workbook, parts):
    said = ET.tostring(parts["docProps/core.xml"], encoding="unicode")
    assert re.findall(r"\d{4}-\d{2}-\d{2}T[\d:]+Z", said) == ["2026-06-28T00:00:00Z"] * 2
    with zipfile.ZipFile(workbook) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_cell_holds_a_formula_or_an_address_outside(parts):
    for name, sheet in sheets(parts).items():
        assert list(sheet.iter(f"{MAIN}f")) == [], name
    outside = [
        relation.attrib["Target"]
        for name, part in parts.items()
        if name.endswith(".rels")
        for relation in part
        if relation.attrib.get("TargetMode") == "External"
    ]
    assert outside == []


@pytest.mark.parametrize("text", ["=1+1", "{=1+1}", "@SUM(A1)", "mailto:a@b.example", "A1!B2"])
def test_text_stays_text_whatever_it_looks_like(tmp_path, text):
    frame = pl.DataFrame({"site_id": ["site-a"], "entry_basis": [text]})
    path = written(tmp_path, frame)
    assert read_workbook(path, (DIM_SITE,))[DIM_SITE.name].equals(frame)
    parts = parts_of(path)
    sheet = sheets(parts)["dim_site"]
    assert list(sheet.iter(f"{MAIN}f")) == []
    assert text in texts(parts, sheet).values()


def test_every_kind_of_gap_says_why(tmp_path):
    sites = [f"site-{letter}" for letter in "abcde"]
    statuses = ["c", "ok", "u", "x", "z"]
    table = next(table for table in FACTS if table.name == "pub.data_quality")
    frame = pl.DataFrame(
        {
            "release_id": [RELEASE_ID] * 5,
            "as_of_date": [INFO.as_of] * 5,
            "site_id": sites,
            "contract_id": ["diary"] * 5,
            "measure_id": ["rows_in"] * 5,
            "n_rows": [None, 120, None, None, None],
            "n_people": [None, 15, None, None, None],
            "status": statuses,
        },
    )
    grid = table_grid(frame, table)
    shown = {column.head: column.cells for column in grid.columns}["n_rows"]
    assert [getattr(cell, "shorthand", cell) for cell in shown] == ["[c]", 120, "[u]", "[x]", "[z]"]
    assert all(meaning in grid.lines[0] for meaning in SHORTHAND.values())


def test_a_value_missing_from_a_shown_row_does_not_apply():
    effect = next(table for table in FACTS if table.name == "pub.therapy_effect")
    ranges = TABLES[effect.name].filter(estimand_id="att_bracket", status="ok")
    cells = {column.head: column.cells for column in table_grid(ranges.head(1), effect).columns}
    assert cells["estimate"] == (Gap("[z]"),)
    assert isinstance(cells["ci_low"][0], float)


def test_a_long_table_is_cut_and_the_sheet_says_where_the_rest_is(tmp_path):
    frame = TABLES[DIM_SITE.name]
    path = written(tmp_path, frame, most_rows=5)
    assert read_workbook(path, (DIM_SITE,))[DIM_SITE.name].equals(frame.head(5))
    line = str(table_grid(frame, DIM_SITE, most_rows=5).lines[0])
    assert line.startswith("The first 5 of 12 rows; the whole table is csv/dim_site.csv")


def test_a_table_without_rows_is_read_back_without_rows(tmp_path):
    frame = TABLES[DIM_SITE.name].head(0)
    assert read_workbook(written(tmp_path, frame), (DIM_SITE,))[DIM_SITE.name].equals(frame)


def test_a_real_population_has_no_banner(tmp_path):
    banner = "Made-up population"
    for is_synthetic in (True, False):
        path = tmp_path / f"{is_synthetic}.xlsx"
        info = replace(INFO, is_synthetic=is_synthetic)
        write_workbook(TABLES, PUBLISHED[-1:], info, RELEASE_ID, path)
        with zipfile.ZipFile(path) as file:
            said = file.read("xl/sharedStrings.xml") + file.read("docProps/core.xml")
        assert (banner.encode() in said) is is_synthetic
