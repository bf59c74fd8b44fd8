"""A public bulk export of ten synthetic patients, through our views and mappings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from fhir_resources import map_sources, views

from triggerscape.warehouse.literals import sql_text

SAMPLE = "fhir-bulk-10"
TYPES = ("Patient", "Encounter", "Condition", "Procedure", "MedicationRequest")
ICD_AND_SNOMED = {"http://snomed.info/sct": "snomed:"}


@pytest.fixture(scope="module")
def sample(shared_data: Callable[[str], Path]) -> Path:
    return shared_data(SAMPLE)


@pytest.fixture(scope="module")
def con(sample: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the lines of every file, by table."""
    with duckdb.connect() as con:
        for kind in TYPES:
            con.execute(
                f"CREATE TABLE sent_{kind.lower()} AS "
                "SELECT row_number() OVER () AS source_row, line AS resource "
                f"FROM read_csv({sql_text(str(sample / f'{kind}.000.ndjson'))}, "
                "columns = {'line': 'VARCHAR'}, delim = chr(1), quote = '', escape = '', "
                "header = false, auto_detect = false)"
            )
        yield con


def rows(con: duckdb.DuckDBPyConnection, mapping: str) -> list[dict[str, Any]]:
    sources = {kind.lower(): f"sent_{kind.lower()}" for kind in TYPES}
    return map_sources(con, mapping, sources, "America/Chicago")


def resources(sample: Path, kind: str) -> list[dict[str, Any]]:
    lines = (sample / f"{kind}.000.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def visits(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return rows(con, "visit_from_encounter")


def test_every_encounter_is_a_visit_on_its_own_local_day(visits: list[dict[str, Any]]):
    assert len(visits) == 1215
    assert len({(visit["person_key"], visit["visit_date"]) for visit in visits}) == 1163


def test_a_third_of_the_visits_would_move_to_another_day_in_utc(
    con: duckdb.DuckDBPyConnection, visits: list[dict[str, Any]]
):
    in_utc = dict(
        con.execute(
            "SELECT encounter_id, CAST(CAST(CAST(period_start AS TIMESTAMPTZ) AT TIME ZONE 'UTC' "
            "AS DATE) AS VARCHAR) FROM beside.encounter"
        ).fetchall()
    )
    moved = [visit for visit in visits if in_utc[visit["visit_key"]] != visit["visit_date"]]
    assert len(moved) == 435


def test_settings_are_those_of_the_sample(visits: list[dict[str, Any]]):
    settings = [visit["setting"] for visit in visits]
    counts = {setting: settings.count(setting) for setting in set(settings)}
    assert counts == {
        "clinic": 1133,
        "inpatient": 49,
        "emergency": 23,
        "home": 9,
        "telehealth": 1,
    }


def test_diagnoses_equal_those_a_plain_reading_of_the_files_finds(
    sample: Path, visits: list[dict[str, Any]]
):
    def codings(concept: dict[str, Any]) -> set[str]:
        return {ICD_AND_SNOMED[one["system"]] + one["code"] for one in concept["coding"]}

    met: dict[str, set[str]] = {}
    for condition in resources(sample, "Condition"):
        key = condition["encounter"]["reference"].removeprefix("Encounter/")
        met.setdefault(key, set()).update(codings(condition["code"]))
    for encounter in resources(sample, "Encounter"):
        for reason in encounter.get("reasonCode", []):
            met.setdefault(encounter["id"], set()).update(codings(reason))
    ours = {visit["visit_key"]: visit["dx_codes"] for visit in visits if visit["dx_codes"]}
    assert ours == {key: "|".join(sorted(codes)) for key, codes in met.items()}


@pytest.mark.parametrize(
    ("mapping", "count", "system"),
    [
        ("therapy_from_procedure", 2056, "snomed:"),
        ("therapy_from_medicationrequest", 1745, "rxnorm:"),
    ],
)
def test_every_procedure_and_order_has_its_codes_and_its_visit(
    con: duckdb.DuckDBPyConnection,
    visits: list[dict[str, Any]],
    mapping: str,
    count: int,
    system: str,
):
    therapies = rows(con, mapping)
    assert len(therapies) == count
    assert all(therapy["codes"].startswith(system) for therapy in therapies)
    assert {therapy["visit_key"] for therapy in therapies} <= {v["visit_key"] for v in visits}


def test_the_patients_of_the_sample_have_full_birth_dates_that_the_row_rules_refuse(
    con: duckdb.DuckDBPyConnection,
):
    people = rows(con, "person_from_patient")
    assert len(people) == 13
    assert all(len(person["birth_year"]) == len("2025-03-04") for person in people)


def test_the_view_of_encounters_equals_a_plain_reading_line_by_line(
    con: duckdb.DuckDBPyConnection, sample: Path
):
    expected = []
    for number, encounter in enumerate(resources(sample, "Encounter"), 1):
        reasons = [one for reason in encounter.get("reasonCode", []) for one in reason["coding"]]
        for reason in reasons or [{}]:
            key = encounter["subject"]["reference"].removeprefix("Patient/")
            period, code = encounter["period"], encounter["class"]["code"]
            whole = (number, encounter["id"], key, encounter["status"], code)
            times = (period["start"], period["end"], None)
            expected.append((*whole, *times, reason.get("system"), reason.get("code")))
    found = con.execute(views()["encounter"].text_sql("sent_encounter")).fetchall()
    assert sorted(found, key=repr) == sorted(expected, key=repr)
