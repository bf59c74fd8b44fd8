"""The headers of a cohort's foreign tables are those of the real samples."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from triggerscape.cohort.clinical.tables.headers import BEFORE_OMOP_54, CLAIMS, OMOP, SYNTHEA

Find = Callable[[str], Path]


def header_of(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines))


@pytest.mark.parametrize("table", sorted(set(OMOP) - {"person"}))
def test_omop_tables_have_the_header_of_version_54(shared_data: Find, table: str) -> None:
    sample = shared_data("omop54-synthea27nj") / "csv" / f"{table.upper()}.csv"
    assert list(OMOP[table]) == header_of(sample)


def test_of_a_person_in_omop_no_more_than_the_year_of_birth_is_written(shared_data: Find) -> None:
    sample = header_of(shared_data("omop54-synthea27nj") / "csv" / "PERSON.csv")
    assert set(OMOP["person"]) < set(sample)
    assert [name for name in OMOP["person"] if "birth" in name] == ["year_of_birth"]


def test_every_column_that_omop_renamed_is_one_of_54() -> None:
    assert set(BEFORE_OMOP_54) <= {name for columns in OMOP.values() for name in columns}


@pytest.mark.parametrize("table", sorted(SYNTHEA))
def test_synthea_tables_have_the_samples_header_and_the_system_newer_ones_add(
    shared_data: Find, table: str
) -> None:
    sample = header_of(shared_data("synthea-csv-27") / f"{table}.csv")
    assert [name for name in SYNTHEA[table] if name != "SYSTEM"] == sample


@pytest.mark.parametrize("table", sorted(CLAIMS))
def test_claims_have_the_header_of_the_tuva_input_layer(shared_data: Find, table: str) -> None:
    sample = header_of(shared_data("tuva-input-layer") / f"raw_data__{table}.csv")
    assert list(CLAIMS[table]) == sample
