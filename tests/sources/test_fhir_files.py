"""Which files of an export are read as what, and that our views can be read by others."""

from __future__ import annotations

import json
import tomllib
from fnmatch import fnmatchcase

import pytest
from fhir_resources import FOLDER

from triggerscape.delivery.fhir.elements import element

TABLES = tomllib.loads((FOLDER / "format.toml").read_text(encoding="utf-8"))["tables"]


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("Encounter.000.ndjson", ["encounter"]),
        ("encounter.ndjson.gz", ["encounter"]),
        ("1.Encounter.ndjson", ["encounter"]),
        ("Encounter_2025.ndjson", ["encounter"]),
        ("Encounter-1.jsonl", ["encounter"]),
        ("EncounterHistory.ndjson", []),
        ("Questionnaire.000.ndjson", []),
        ("QuestionnaireResponse.000.ndjson", ["questionnaireresponse"]),
        ("Medication.000.ndjson", []),
        ("MedicationRequest.000.ndjson", ["medicationrequest"]),
        ("3.Bundle.ndjson", ["deleted"]),
        ("deleted_2025-03.ndjson", ["deleted"]),
        ("log.ndjson", []),
    ],
)
def test_a_file_is_known_by_the_resource_in_its_name(name: str, tables: list[str]):
    taken = [
        table
        for table, said in TABLES.items()
        if any(fnmatchcase(name.lower(), glob) for glob in said["files"])
    ]
    assert taken == tables


@pytest.mark.parametrize("table", TABLES)
def test_a_view_is_named_after_its_table_and_reads_its_resource(table: str):
    view = json.loads((FOLDER / TABLES[table]["view"]).read_text(encoding="utf-8"))
    assert view["resourceType"] == "ViewDefinition"
    assert (view["name"], view["resource"]) == (table, TABLES[table]["resource"])


@pytest.mark.parametrize(
    ("owner", "name", "kind", "is_single"),
    [
        ("Encounter", "id", "id", True),  # every resource has it
        ("Encounter", "reasonCode", "CodeableConcept", False),
        ("CodeableConcept", "id", "", False),  # no resource
        ("Encounter", "length", "", False),  # not listed: read either way
    ],
)
def test_elements_are_known_by_the_type_they_stand_in(
    owner: str, name: str, kind: str, is_single: bool
):
    found = element(owner, name)
    assert (found.type, found.is_single) == (kind, is_single)
