"""Deletions of a FHIR export: bundles that name what the server no longer has."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from fhir_resources import FOLDER, map_sources, mapped

from triggerscape.contract.catalogue import INPUTS
from triggerscape.warehouse.statements import read_statement

SUBJECT = {"subject": {"reference": "Patient/patient-1"}}
ENCOUNTERS = [{"resourceType": "Encounter", "id": key, **SUBJECT} for key in ("1", "2", "2")]
PROCEDURES = [{"resourceType": "Procedure", "id": "1", **SUBJECT}]
REQUESTS = [{"resourceType": "MedicationRequest", "id": "1", **SUBJECT}]


def bundle(*urls: str, method: str = "DELETE") -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "meta": {"lastUpdated": "2025-03-06T10:00:00Z"},
        "entry": [{"request": {"method": method, "url": url}} for url in urls],
    }


def visits(*bundles: dict[str, Any]) -> list[dict[str, Any]]:
    return mapped("visit_from_deleted", bundles, {"encounter": ENCOUNTERS})


def therapies(*bundles: dict[str, Any]) -> list[dict[str, Any]]:
    sent = {"procedure": PROCEDURES, "medicationrequest": REQUESTS}
    return mapped("therapy_from_deleted", bundles, sent)


def test_a_deletion_takes_back_the_visit_of_the_person_it_was_sent_for():
    assert visits(bundle("Patient/9"), bundle("Encounter/2")) == [
        {
            "source_row": 2,
            "visit_key": "2",
            "person_key": "patient-1",
            "is_deleted": "true",
            "recorded_at": "2025-03-06 10:00:00",
        }
    ]


def test_a_deletion_takes_back_the_therapy_of_its_own_type():
    rows = therapies(bundle("Procedure/1"), bundle("MedicationRequest/1"), bundle("Encounter/1"))
    assert [(row["source_row"], row["therapy_key"]) for row in rows] == [(1, "p-1"), (2, "m-1")]


def test_what_was_never_sent_cannot_be_taken_back():
    assert visits(bundle("Encounter/3")) == []


def test_only_deletions_are_read():
    assert visits(bundle("Encounter/1", method="PUT")) == []


def test_several_visits_in_one_line_give_no_key_so_that_the_line_is_refused_not_half_used():
    [row] = visits(bundle("Encounter/1", "Encounter/2", "Procedure/1"))
    assert "visit_key" not in row


def test_a_visit_and_a_therapy_in_one_line_are_both_taken_back():
    both = bundle("Encounter/1", "Procedure/1")
    assert visits(both)[0]["visit_key"] == "1"
    assert therapies(both)[0]["therapy_key"] == "p-1"


@pytest.mark.parametrize("mapping", ["visit_from_deleted", "therapy_from_deleted"])
def test_a_deletion_gives_every_required_column_since_a_file_without_them_is_refused(mapping: str):
    contract = INPUTS[mapping.split("_from_", maxsplit=1)[0]]
    # The kernel adds the site and what the codes say.
    required = {column.name for column in contract.columns if not column.nullable}
    required -= {"site_code", "therapy_code", "delivery"}
    with duckdb.connect() as con:
        map_sources(con, mapping, {}, "UTC")
        given = con.execute(read_statement(FOLDER / f"{mapping}.sql").sql).description
    assert required <= {name for name, *_ in given}
