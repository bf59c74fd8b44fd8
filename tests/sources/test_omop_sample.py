"""OMOP CDM 5.4 as a public sample has it: 28 made-up people, in CSV and in Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from mapped_lines import Line, SourceFormat

OMOP = SourceFormat("omop")
SAMPLE = "omop54-synthea27nj"


def lines_of(file: Path, table: str) -> list[Line]:
    with file.open(encoding="utf-8", newline="") as text:
        rows = [{k.lower(): v or None for k, v in row.items()} for row in csv.DictReader(text)]
    return [{name: row[name] for name in OMOP.columns(table) if name in row} for row in rows]


@pytest.fixture(scope="module")
def beside(shared_data: Callable[[str], Path]) -> dict[str, list[Line]]:
    folder = shared_data(f"{SAMPLE}/csv")
    return {
        table: lines_of(folder / f"{table.upper()}.csv", table)
        for table in ("concept", "condition_occurrence")
    }


@pytest.fixture(scope="module")
def sent(shared_data, beside, tmp_path_factory) -> Callable[[str, str], list[dict[str, str]]]:
    """The rows a mapping makes of one file of the sample."""

    def rows(mapping: str, file: str) -> list[dict[str, str]]:
        return OMOP.map_file(mapping, shared_data(file), tmp_path_factory.mktemp("sent"), beside)

    return rows


@pytest.fixture(scope="module")
def visits(sent) -> list[dict[str, str]]:
    return sent("visit_from_visit_occurrence", f"{SAMPLE}/csv/VISIT_OCCURRENCE.csv")


def test_the_real_sample_gives_all_its_visits(visits):
    assert len(visits) == 1791
    assert len({(row["person_key"], row["visit_date"]) for row in visits}) == 1779
    assert all("start_local" not in row for row in visits)


def test_every_condition_of_the_real_sample_that_names_a_visit_is_in_its_diagnoses(visits, beside):
    codes = {line["concept_id"]: line["concept_code"] for line in beside["concept"]}
    expected: dict[str, set[str]] = {}
    for line in beside["condition_occurrence"]:
        if line["visit_occurrence_id"]:
            code = f"snomed:{codes[line['condition_concept_id']]}"
            expected.setdefault(line["visit_occurrence_id"], set()).add(code)
    found = {
        row["visit_key"]: set(row["dx_codes"].split("|")) for row in visits if "dx_codes" in row
    }
    known = {row["visit_key"] for row in visits}
    assert found == {key: dx for key, dx in expected.items() if key in known}
    assert len(found) > 200


def test_csv_and_parquet_of_the_real_sample_give_equal_rows(visits, sent):
    parquet = sent("visit_from_visit_occurrence", f"{SAMPLE}/parquet/visit_occurrence.parquet")

    def without_place(rows):
        return sorted(
            ({**row, "source_row": None} for row in rows), key=lambda row: int(row["visit_key"])
        )

    assert without_place(parquet) == without_place(visits)


@pytest.mark.parametrize(
    ("mapping", "rows", "system"),
    [
        ("therapy_from_procedure_occurrence", 1649, "snomed:"),
        ("therapy_from_drug_exposure", 883, "rxnorm:"),
    ],
)
def test_every_therapy_of_the_real_sample_has_a_code_of_its_vocabulary(
    mapping: str, rows: int, system: str, sent
):
    table = mapping.removeprefix("therapy_from_")
    found = sent(mapping, f"{SAMPLE}/csv/{table.upper()}.csv")
    assert len(found) == rows
    assert all(row["codes"].startswith(system) for row in found)
    assert len({row["therapy_key"] for row in found}) == rows


def test_the_scores_of_the_real_sample_have_lost_their_values(sent):
    """168 lines of PHQ-9 and GAD-7 totals stand in the file, each with an empty value_as_number."""
    assert sent("questionnaire_from_observation", f"{SAMPLE}/csv/OBSERVATION.csv") == []
