"""Encounters of a FHIR export as visits, and patients as people."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_resources import mapped

ENCOUNTER: dict[str, Any] = {
    "resourceType": "Encounter",
    "id": "visit-1",
    "status": "finished",
    "class": {"code": "AMB"},
    "subject": {"reference": "Patient/patient-1", "display": "never read"},
    "period": {"start": "2025-03-04T23:30:00-05:00", "end": "2025-03-05T00:15:00-05:00"},
}
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"


def visit(change: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    """The one visit of the encounter above, changed."""
    [row] = mapped("visit_from_encounter", [ENCOUNTER | (change or {})], **given)
    return row


def concept(system: str, *codes: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code} for code in codes]}


def test_an_encounter_is_a_visit():
    assert visit() == {
        "source_row": 1,
        "visit_key": "visit-1",
        "person_key": "patient-1",
        "visit_date": "2025-03-04",
        "start_local": "2025-03-04T23:30:00",
        "utc_offset_min": "-300",
        "duration_min": "45",
        "setting": "clinic",
        "status": "completed",
    }


def test_the_day_is_that_of_the_encounter_s_own_clock_not_of_utc_nor_of_the_site():
    assert visit(timezone="Asia/Seoul")["visit_date"] == "2025-03-04"


def test_a_moment_in_utc_is_read_by_the_site_s_clock():
    row = visit({"period": {"start": "2025-03-05T04:30:00Z"}}, timezone="America/New_York")
    assert row["visit_date"] == "2025-03-04"
    assert row["start_local"] == "2025-03-04 23:30:00"
    assert row["utc_offset_min"] == "-300"


def test_the_night_the_clocks_go_forward_counts_minutes_that_passed():
    period = {"start": "2025-03-09T01:30:00-05:00", "end": "2025-03-09T03:30:00-04:00"}
    assert visit({"period": period})["duration_min"] == "60"


@pytest.mark.parametrize("start", ["2025-03-04", "2025-03", "yesterday"])
def test_a_day_without_a_time_has_no_time_and_a_bad_one_is_passed_on(start: str):
    row = visit({"period": {"start": start}})
    assert row["visit_date"] == start
    assert {"start_local", "utc_offset_min", "duration_min"} & set(row) == set()


@pytest.mark.parametrize(
    ("class_code", "setting"),
    [
        ("AMB", "clinic"),
        ("VR", "telehealth"),
        ("HH", "home"),
        ("EMER", "emergency"),
        ("IMP", "inpatient"),
        ("ACUTE", "inpatient"),
        ("NONAC", "inpatient"),
        ("FLD", "community"),
        ("SS", "unknown"),
    ],
)
def test_the_class_says_where(class_code: str, setting: str):
    assert visit({"class": {"code": class_code}})["setting"] == setting


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("finished", "completed"),
        ("planned", "planned"),
        ("in-progress", "planned"),
        ("cancelled", "cancelled"),
        ("entered-in-error", "entered_in_error"),
        ("unknown", "unknown"),  # no status of ours: the row is refused, not guessed
    ],
)
def test_only_what_is_finished_is_completed(written: str, status: str):
    assert visit({"status": written})["status"] == status


CONDITION: dict[str, Any] = {
    "resourceType": "Condition",
    "id": "condition-1",
    "code": concept(ICD10, "G43.709", "M54.2"),
    "encounter": {"reference": "Encounter?identifier=urn:site|visit-1"},
}
RULED_OUT = {"verificationStatus": {"coding": [{"code": "refuted"}]}}


def met(*conditions: dict[str, Any], **beside: list[dict[str, Any]]) -> str | None:
    """The diagnoses of the encounter beside these conditions."""
    return visit(beside={"condition": list(conditions), **beside}).get("dx_codes")


def test_diagnoses_come_from_the_encounter_and_from_its_conditions_once_each():
    reasons = {"reasonCode": [concept(SNOMED, "37796009"), concept(ICD10, "G43.709")]}
    row = visit(reasons, beside={"condition": [CONDITION, CONDITION]})
    assert row["dx_codes"] == "icd10:G43.709|icd10:M54.2|snomed:37796009"


def test_a_condition_of_another_encounter_or_ruled_out_is_no_diagnosis():
    assert met(CONDITION | {"encounter": {"reference": "Encounter/visit-2"}}) is None
    assert met(CONDITION | RULED_OUT) is None


def test_of_a_condition_sent_twice_the_newest_version_counts_in_whatever_order_they_came():
    def version(day: int, code: str, **change: Any) -> dict[str, Any]:
        updated = {"lastUpdated": f"2025-03-{day:02d}T10:00:00Z"}
        return CONDITION | {"code": concept(ICD10, code), "meta": updated} | change

    older, newer = version(1, "G44.2"), version(2, "G43.7")
    assert met(older, newer) == met(newer, older) == "icd10:G43.7"
    assert met(version(3, "G43.7", **RULED_OUT), older, newer) is None


def test_a_condition_that_was_deleted_is_no_diagnosis():
    gone = {"request": {"method": "DELETE", "url": "Condition/condition-1"}}
    assert met(CONDITION, deleted=[{"resourceType": "Bundle", "entry": [gone]}]) is None


@pytest.mark.parametrize(
    ("system", "dx_codes"),
    [
        ("urn:oid:2.16.840.1.113883.6.90", "icd10:1"),
        ("http://hl7.org/fhir/sid/icd-9-cm", "icd9:1"),
        ("urn:oid:2.16.840.1.113883.6.96", "snomed:1"),
        ("http://site.example/codes", None),
    ],
)
def test_a_system_is_known_by_address_or_oid(system: str, dx_codes: str | None):
    assert visit({"reasonCode": [concept(system, "1")]}).get("dx_codes") == dx_codes


def test_the_time_of_the_last_change_is_in_utc():
    row = visit({"meta": {"lastUpdated": "2025-03-06T01:00:00.250+02:00"}})
    assert row["recorded_at"] == "2025-03-05 23:00:00.25"


def test_short_ids_are_filled_up_the_same_way_everywhere():
    encounter = visit({"subject": {"reference": "Patient/17"}})
    [person] = mapped("person_from_patient", [{"resourceType": "Patient", "id": "17"}])
    assert encounter["person_key"] == person["person_key"] == "000017"


@pytest.mark.parametrize("birth", ["1978", "1978-03-12"])
def test_a_birth_date_is_passed_on_as_written_so_that_only_a_year_is_accepted(birth: str):
    patient = {"resourceType": "Patient", "id": "patient-1", "gender": "female", "birthDate": birth}
    [row] = mapped("person_from_patient", [patient])
    assert row == {
        "source_row": 1,
        "person_key": "patient-1",
        "birth_year": birth,
        "sex": "female",
    }


def test_a_resource_that_is_no_encounter_gives_no_row():
    assert mapped("visit_from_encounter", [{"resourceType": "Patient", "id": "1"}]) == []


def test_an_odd_encounter_loses_its_own_value_and_stops_nothing():
    """Two statuses where R4 allows one: no status, and the row rules refuse that row alone."""
    odd = ENCOUNTER | {"id": "visit-2", "period": [], "class": "AMB", "subject": None}
    rows = mapped("visit_from_encounter", [odd, ENCOUNTER])
    assert [row["visit_key"] for row in rows] == ["visit-2", "visit-1"]
    assert set(rows[0]) == {"source_row", "visit_key", "setting", "status"}
