"""Procedures and orders of drugs of a FHIR export as therapies."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_resources import mapped

CPT, HCPCS = "http://www.ama-assn.org/go/cpt", "http://terminology.hl7.org/CodeSystem/HCPCS"
SNOMED, OWN = "http://snomed.info/sct", "http://site.example/codes"
RXNORM, ATC = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://www.whocc.no/atc"
NDC, PCS = "http://hl7.org/fhir/sid/ndc", "http://www.cms.gov/Medicare/Coding/ICD10"

PROCEDURE: dict[str, Any] = {
    "resourceType": "Procedure",
    "id": "1",
    "status": "completed",
    "code": {"coding": [{"system": CPT, "code": "97124"}], "text": "never read"},
    "subject": {"reference": "Patient/patient-1"},
    "encounter": {"reference": "Encounter/visit-1"},
    "performedPeriod": {"start": "2025-03-04T23:00:00-05:00", "end": "2025-03-04T23:45:00-05:00"},
}
REQUEST: dict[str, Any] = {
    "resourceType": "MedicationRequest",
    "id": "1",
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": "38404"}]},
    "subject": {"reference": "Patient/patient-1"},
    "authoredOn": "2025-03-04",
}


def therapy(resource: dict[str, Any], **change: Any) -> dict[str, Any]:
    """The one therapy of a resource, changed; None takes an element out."""
    table = str(resource["resourceType"]).lower()
    kept = {name: value for name, value in (resource | change).items() if value is not None}
    [row] = mapped(f"therapy_from_{table}", [kept])
    return row


def test_a_procedure_within_a_day_is_a_session_with_its_minutes():
    assert therapy(PROCEDURE) == {
        "source_row": 1,
        "therapy_key": "p-1",
        "visit_key": "visit-1",
        "person_key": "patient-1",
        "start_date": "2025-03-04",
        "minutes": "45",
        "status": "completed",
        "codes": "cpt:97124",
    }


def test_a_procedure_may_say_only_its_day():
    row = therapy(PROCEDURE, performedPeriod=None, performedDateTime="2025-03-04")
    assert row["start_date"] == "2025-03-04"
    assert {"minutes", "end_date"} & set(row) == set()


@pytest.mark.parametrize(
    ("start", "end", "last_day"),
    [
        ("2025-03-04", "2025-05-04", "2025-05-04"),
        ("2025-03-04", "2025-03-04", "2025-03-04"),
        ("2025-03-04T23:00:00-05:00", "2025-03-05T00:30:00-05:00", "2025-03-05"),
    ],
)
def test_a_period_of_days_is_a_course(start: str, end: str, last_day: str):
    row = therapy(PROCEDURE, performedPeriod={"start": start, "end": end})
    assert (row["start_date"], row["end_date"]) == ("2025-03-04", last_day)
    assert "minutes" not in row


def test_what_lasts_longer_than_a_session_can_keeps_its_day_without_minutes():
    period = {"start": "2025-03-04T08:00:00Z", "end": "2025-03-04T16:00:00Z"}
    row = therapy(PROCEDURE, performedPeriod=period)
    assert row["start_date"] == "2025-03-04"
    assert {"minutes", "end_date"} & set(row) == set()


def test_all_codings_are_given_in_the_order_of_the_resource():
    written = [(OWN, "OMT|1"), (SNOMED, "91251008"), (PCS, "7W01X0Z"), (HCPCS, "G0329")]
    coding = [{"system": system, "code": code} for system, code in written]
    codes = "local:OMT/1|snomed:91251008|icd10pcs:7W01X0Z|hcpcs:G0329"
    assert therapy(PROCEDURE, code={"coding": coding})["codes"] == codes


def test_a_procedure_that_is_only_described_in_words_has_no_code():
    assert "codes" not in therapy(PROCEDURE, code={"text": "massage of the neck"})


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("completed", "completed"),
        ("in-progress", "planned"),
        ("not-done", "cancelled"),
        ("stopped", "cancelled"),
        ("entered-in-error", "entered_in_error"),
    ],
)
def test_only_a_completed_procedure_counts(written: str, status: str):
    assert therapy(PROCEDURE, status=written)["status"] == status


def test_an_order_of_a_drug_is_an_open_course():
    assert therapy(REQUEST) == {
        "source_row": 1,
        "therapy_key": "m-1",
        "person_key": "patient-1",
        "start_date": "2025-03-04",
        "status": "completed",
        "codes": "rxnorm:38404",
    }


@pytest.mark.parametrize(
    ("supply", "last_day"),
    [
        ({"value": 30, "code": "d"}, "2025-04-02"),
        ({"value": 1, "code": "d"}, "2025-03-04"),
        ({"value": 4, "code": "wk"}, "2025-03-31"),
        ({"value": 1, "code": "mo"}, None),  # how long a month is, is not ours to say
        ({"value": 0, "code": "d"}, None),
        ({"value": 1e99, "code": "d"}, None),
        ({"value": "many", "code": "d"}, None),
    ],
)
def test_the_course_lasts_as_long_as_the_supply(supply: dict[str, Any], last_day: str | None):
    row = therapy(REQUEST, dispenseRequest={"expectedSupplyDuration": supply})
    assert row.get("end_date") == last_day


def test_codes_of_drugs_are_known_by_their_systems():
    written = [(NDC, "00003089421"), (ATC, "C07AA05"), (OWN, "PROP")]
    coding = [{"system": system, "code": code} for system, code in written]
    row = therapy(REQUEST, medicationCodeableConcept={"coding": coding})
    assert row["codes"] == "ndc:00003089421|atc:C07AA05|local:PROP"


@pytest.mark.parametrize(
    ("status", "intent", "expected"),
    [
        ("stopped", "order", "completed"),
        ("active", "proposal", "planned"),
        ("draft", "order", "planned"),
        ("cancelled", "order", "cancelled"),
        ("entered-in-error", "proposal", "entered_in_error"),
    ],
)
def test_an_order_that_was_begun_counts_and_a_proposal_does_not(
    status: str, intent: str, expected: str
):
    assert therapy(REQUEST, status=status, intent=intent)["status"] == expected


def test_an_order_not_to_take_a_drug_is_no_therapy():
    assert mapped("therapy_from_medicationrequest", [REQUEST | {"doNotPerform": True}]) == []


def test_a_procedure_and_an_order_of_one_id_stay_two_therapies():
    assert therapy(PROCEDURE)["therapy_key"] != therapy(REQUEST)["therapy_key"]


def test_the_longest_id_still_makes_a_key():
    assert len(therapy(PROCEDURE, id="x" * 64)["therapy_key"]) <= 64
