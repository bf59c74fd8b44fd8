"""FHIR R4 as a bulk export writes it: one file of JSON lines for each type of resource."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from triggerscape.cohort.clinical.codes import code_of
from triggerscape.cohort.clinical.fhir.answers import questionnaire_responses
from triggerscape.cohort.clinical.fhir.elements import (
    coded,
    identified,
    reference,
    with_offset,
)
from triggerscape.cohort.clinical.records import ended
from triggerscape.cohort.sending.files import SentFile, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.cohort.clinical.records import Records

_ENCOUNTER_STATUS = {"completed": "finished", "cancelled": "cancelled"}
_PROCEDURE_STATUS = {"completed": "completed", "cancelled": "not-done"}
_ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def fhir_files(records: Records) -> list[SentFile]:
    """The files of one delivery; a type without resources has none, since a file cannot be empty.

    Every third site writes references as a search by identifier, the others as Type/id.
    """
    is_logical = records.site_number % 3 == 0
    found = {
        "Patient": _patients(records),
        "Encounter": _encounters(records, is_logical=is_logical),
        "Condition": _conditions(records, is_logical=is_logical),
        "Procedure": _procedures(records, is_logical=is_logical),
        "MedicationRequest": _medication_requests(records, is_logical=is_logical),
        "QuestionnaireResponse": questionnaire_responses(records, is_logical=is_logical),
    }
    files = []
    for kind, resources in found.items():
        lines = [_line({"resourceType": kind, **resource}) for resource in resources]
        if lines:
            data = "".join(lines).encode()
            files.append(zipped(SentFile(f"{kind}.000.ndjson", "", data, len(lines)), records.site))
    return files


def _line(resource: dict[str, Any]) -> str:
    return json.dumps(resource, separators=(",", ":")) + "\n"


def _patients(records: Records) -> Iterator[dict[str, Any]]:
    """People without an identifier: in a patient that may be anybody's number, and is refused."""
    for row in records.person.iter_rows(named=True):
        yield {
            **identified(row["person_key"], row["recorded_at"], is_logical=False),
            "gender": row["sex"],
            "birthDate": str(row["birth_year"]),
        }


def _encounters(records: Records, *, is_logical: bool) -> Iterator[dict[str, Any]]:
    """Every visit; what it was for stands in the visit itself, or in a condition beside it."""
    for row in records.visit.with_columns(ended=ended()).iter_rows(named=True):
        encounter = {
            **identified(row["visit_key"], row["recorded_at"], is_logical=is_logical),
            "status": _ENCOUNTER_STATUS[row["status"]],
            "class": {"system": _ACT_CODE, "code": "AMB"},
            "subject": reference("Patient", row["person_key"], is_logical=is_logical),
            "period": {
                "start": with_offset(row["start_local"], row["utc_offset_min"]),
                "end": with_offset(row["ended"], row["utc_offset_min"]),
            },
        }
        if not _has_condition(row):
            encounter["reasonCode"] = [coded("icd10", code) for code in _icd10(row)]
        yield encounter


def _conditions(records: Records, *, is_logical: bool) -> Iterator[dict[str, Any]]:
    for row in records.visit.iter_rows(named=True):
        for place, code in enumerate(_icd10(row) if _has_condition(row) else ()):
            key = f"{row['visit_key']}-{place}"
            yield {
                **identified(key, row["recorded_at"], is_logical=is_logical),
                "code": coded("icd10", code),
                "subject": reference("Patient", row["person_key"], is_logical=is_logical),
                "encounter": reference("Encounter", row["visit_key"], is_logical=is_logical),
            }


def _has_condition(row: dict[str, Any]) -> bool:
    return int(row["visit_key"]) % 2 == 0


def _icd10(row: dict[str, Any]) -> list[str]:
    return [code.removeprefix("icd10:") for code in row["dx_codes"]]


def _procedures(records: Records, *, is_logical: bool) -> Iterator[dict[str, Any]]:
    """Sessions on a day, and plans from a day on, with a last day once it is known."""
    sessions, plans = records.sessions, records.plans
    for row in [*sessions.iter_rows(named=True), *plans.iter_rows(named=True)]:
        procedure = {
            **identified(row["therapy_key"], row["recorded_at"], is_logical=is_logical),
            "status": _PROCEDURE_STATUS[row["status"]],
            "code": coded(*code_of(row["therapy_code"], row["therapy_key"], ("cpt",))),
            "subject": reference("Patient", row["person_key"], is_logical=is_logical),
        }
        if row["visit_key"]:
            visit = reference("Encounter", row["visit_key"], is_logical=is_logical)
            procedure["encounter"] = visit
        started, ended = row["start_date"].isoformat(), row["end_date"]
        if row["delivery"] == "session":
            procedure["performedDateTime"] = started
        else:
            period = {"start": started} | ({"end": ended.isoformat()} if ended else {})
            procedure["performedPeriod"] = period
        yield procedure


def _medication_requests(records: Records, *, is_logical: bool) -> Iterator[dict[str, Any]]:
    for row in records.drugs.iter_rows(named=True):
        code = code_of(row["therapy_code"], row["therapy_key"], ("atc", "rxnorm"))
        request = {
            **identified(row["therapy_key"], row["recorded_at"], is_logical=is_logical),
            "status": "completed" if row["end_date"] else "active",
            "intent": "order",
            "medicationCodeableConcept": coded(*code),
            "subject": reference("Patient", row["person_key"], is_logical=is_logical),
            "authoredOn": row["start_date"].isoformat(),
        }
        if row["end_date"]:
            days = (row["end_date"] - row["start_date"]).days + 1
            supply = {"value": days, "system": "http://unitsofmeasure.org", "code": "d"}
            request["dispenseRequest"] = {"expectedSupplyDuration": supply}
        yield request
