"""What all formats have in common, and what a workbook holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

import polars as pl
import pytest
from cohort_files import all_bytes, rows_of

from triggerscape.cohort.clinical.carried import CARRIED
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.sending.excel_files import excel_files
from triggerscape.cohort.sending.file_formats import FileFormat
from triggerscape.cohort.truth import default_truth
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.formats.excel import copy_excel

FORMATS = get_args(FileFormat)


def write(home: Path, file_format: FileFormat, **settings) -> Path:
    population = make_population(24, 84, 6, 32, default_truth())
    write_deliveries(population, home, file_format=file_format, **settings)
    return home


@pytest.mark.parametrize("file_format", FORMATS)
def test_same_seed_same_bytes(tmp_path, file_format):
    first = all_bytes(write(tmp_path / "a", file_format))
    assert first == all_bytes(write(tmp_path / "b", file_format))


def people_of(home: Path) -> dict[str, set[str]]:
    return {
        site.name: {
            row["person_key"]
            for file in site.glob("*/person.*")
            for row in rows_of(file, delimiter_of(home / "sites" / f"{site.name}.toml"))
        }
        for site in (home / "inbox").iterdir()
    }


def delimiter_of(profile: Path) -> str:
    return ";" if "delimiter" in profile.read_text() else ","


def test_csv_takes_the_keys_of_the_other_formats_when_asked(tmp_path):
    home = write(tmp_path / "csv", "csv", number_keys=True)
    people = people_of(home)
    assert people == people_of(write(tmp_path / "parquet", "parquet"))
    assert all(len(key) == 9 and key.isdigit() for keys in people.values() for key in keys)
    for profile in (home / "sites").iterdir():
        assert "digits_are_pseudonyms = true" in profile.read_text()


def test_a_workbook_reads_back_as_what_was_written(tmp_path):
    rows = pl.DataFrame(
        {
            "person_key": ["100000001", "100000002"],
            "diary_date": [dt.date(2026, 3, 1), dt.date(2026, 3, 2)],
            "entered_at": [dt.datetime.fromisoformat("2026-03-01T21:04:05"), None],
            "onset_local": [dt.time(5, 46), None],
            "sleep_hours": [7.3, None],
            "headache": [True, None],
            "triggers_present": [["odour", "noise"], []],
        }
    )
    [file] = excel_files("diary", rows)
    (tmp_path / file.name).write_bytes(file.data)
    shape = copy_excel(tmp_path / file.name, tmp_path / "copy", sheet=None, title_lines=0)
    assert list(shape.headers) == rows.columns
    first, second = pl.read_parquet(tmp_path / "copy").rows()
    assert first[1:4] == ("100000001", "2026-03-01", "2026-03-01 21:04:05")
    assert first[4:] == ("05:46:00", "7.3", "true", "odour|noise")
    assert second == (2, "100000002", "2026-03-02", None, None, None, None, None)


def test_a_sheet_that_is_full_goes_on_in_the_next_workbook():
    rows = pl.DataFrame({"person_key": [f"{number:09d}" for number in range(25)]})
    files = excel_files("diary", rows, most_rows=10)
    assert [(file.name, file.rows) for file in files] == [
        ("diary-1.xlsx", 10),
        ("diary-2.xlsx", 10),
        ("diary-3.xlsx", 5),
    ]


def test_what_a_format_carries_are_columns_of_the_contract():
    for contracts in CARRIED.values():
        for contract, carried in contracts.items():
            assert set(carried.columns) <= set(INPUTS[contract].column_names)
