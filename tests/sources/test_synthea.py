"""Synthea CSV: what becomes of encounters, procedures, medications, care plans and scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mapped_lines import Line, SourceFormat

from triggerscape.delivery.privacy.identifier_names import refuse_identifiers
from triggerscape.delivery.refusals import FileRefused

SYNTHEA = SourceFormat("synthea")
SAMPLE = "synthea-csv-27"
NEW_YORK = "America/New_York"
ENCOUNTER = {
    "id": "e-1",
    "start": "2025-03-05T03:30:00Z",
    "stop": "2025-03-05T04:15:00Z",
    "patient": "person-1",
    "encounterclass": "ambulatory",
}
PROCEDURE = {
    "start": "2025-03-05T03:30:00Z",
    "patient": "person-1",
    "encounter": "e-1",
    "code": "91251008",
}


def encounter(conditions: list[Line] | None = None, timezone: str = "UTC", **said: str):
    (row,) = SYNTHEA.map_lines(
        "visit_from_encounters",
        [{**ENCOUNTER, **said}],
        {"conditions": conditions or []},
        timezone=timezone,
    )
    return row


def therapies(table: str, *lines: Line, timezone: str = "UTC") -> list[dict[str, str]]:
    return SYNTHEA.map_lines(f"therapy_from_{table}", lines, timezone=timezone)


def test_an_encounter_falls_on_the_day_of_the_site():
    """Half past three at night in UTC is half past ten of the evening before in New York."""
    assert encounter(timezone=NEW_YORK) == {
        "source_row": 1,
        "visit_key": "e-1",
        "person_key": "person-1",
        "visit_date": "2025-03-04",
        "start_local": "2025-03-04 22:30:00",
        "utc_offset_min": "-300",
        "duration_min": "45",
        "setting": "clinic",
        "status": "completed",
    }


def test_the_offset_follows_summer_time():
    row = encounter(timezone=NEW_YORK, start="2025-07-05T03:30:00Z", stop="2025-07-05T03:50:00Z")
    assert (row["visit_date"], row["utc_offset_min"]) == ("2025-07-04", "-240")


def test_a_bare_date_is_a_local_day():
    row = encounter(timezone=NEW_YORK, start="2025-03-05", stop=None)
    assert row["visit_date"] == "2025-03-05"
    assert {"start_local", "utc_offset_min", "duration_min"} & row.keys() == set()


def test_what_is_badly_written_is_passed_on_for_the_row_rules_to_refuse():
    row = encounter(start="5 March", stop="later")
    assert (row["visit_date"], row["duration_min"]) == ("5 March", "later")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("wellness", "clinic"),
        ("outpatient", "clinic"),
        ("urgentcare", "clinic"),
        ("emergency", "emergency"),
        ("inpatient", "inpatient"),
        ("snf", "inpatient"),
        ("hospice", "inpatient"),
        ("home", "home"),
        ("virtual", "telehealth"),
        ("by letter", "unknown"),
    ],
)
def test_the_class_of_an_encounter_tells_the_setting(theirs: str, ours: str):
    assert encounter(encounterclass=theirs)["setting"] == ours


def test_diagnoses_are_the_reason_and_the_conditions_found_in_the_encounter():
    headache = {"encounter": "e-1", "code": "25064002"}
    conditions = [
        headache,
        headache,
        {"encounter": "e-1", "code": "G43.709", "system": "http://hl7.org/fhir/sid/icd-10-cm"},
        {"encounter": "e-2", "code": "195662009"},
    ]
    row = encounter(conditions, reasoncode="124171000119105")
    assert row["dx_codes"] == "icd10:G43.709|snomed:124171000119105|snomed:25064002"


def test_a_procedure_is_a_therapy_with_minutes():
    (row,) = therapies(
        "procedures", {**PROCEDURE, "stop": "2025-03-05T04:00:00Z"}, timezone=NEW_YORK
    )
    assert row.pop("therapy_key").startswith("procedure-")
    assert row == {
        "source_row": 1,
        "visit_key": "e-1",
        "person_key": "person-1",
        "start_date": "2025-03-04",
        "minutes": "30",
        "status": "completed",
        "codes": "snomed:91251008",
    }


@pytest.mark.parametrize(
    ("system", "codes"),
    [
        (None, "snomed:97124"),
        ("SNOMED-CT", "snomed:97124"),
        ("http://snomed.info/sct", "snomed:97124"),
        ("http://www.ama-assn.org/go/cpt", "cpt:97124"),
        ("our own", "local:97124"),
    ],
)
def test_newer_exports_name_the_system_of_a_code(system: str | None, codes: str):
    (row,) = therapies("procedures", {**PROCEDURE, "system": system, "code": "97124"})
    assert row["codes"] == codes


@pytest.mark.parametrize("table", ["procedures", "medications"])
def test_a_record_without_an_id_keeps_its_key_when_its_end_becomes_known(table: str):
    (opened,) = therapies(table, PROCEDURE)
    (ended,) = therapies(table, {**PROCEDURE, "stop": "2025-04-01T00:00:00Z"})
    assert opened["therapy_key"] == ended["therapy_key"]
    assert len(opened["therapy_key"]) <= 64


@pytest.mark.parametrize("table", ["procedures", "medications"])
def test_two_records_that_differ_in_their_end_alone_are_two_and_equal_ones_are_one(table: str):
    first, second = ({**PROCEDURE, "stop": f"2025-03-05T0{hour}:00:00Z"} for hour in (4, 5))
    keys = [row["therapy_key"] for row in therapies(table, first, second, first)]
    assert keys[0] == keys[2] != keys[1]


def test_a_medication_is_a_course_with_an_rxnorm_code():
    line = {**PROCEDURE, "code": "313782", "stop": "2025-03-20T02:00:00Z"}
    (row,) = therapies("medications", line, timezone=NEW_YORK)
    assert row.pop("therapy_key").startswith("medication-")
    assert row == {
        "source_row": 1,
        "visit_key": "e-1",
        "person_key": "person-1",
        "start_date": "2025-03-04",
        "end_date": "2025-03-19",
        "status": "completed",
        "codes": "rxnorm:313782",
    }


def test_a_care_plan_is_a_course_on_its_own_dates():
    line = {**PROCEDURE, "id": "plan-1", "start": "2025-03-05", "stop": "2025-04-01"}
    (row,) = therapies("careplans", line, timezone=NEW_YORK)
    assert (row["start_date"], row["end_date"]) == ("2025-03-05", "2025-04-01")
    assert (row["therapy_key"], row["delivery"]) == ("careplan-plan-1", "course")


def test_scores_of_one_person_and_local_day_become_one_row():
    lines = [
        {
            "date": f"2025-03-05T03:3{minute}:00Z",
            "patient": "person-1",
            "code": code,
            "value": value,
        }
        for minute, code, value in (
            (0, "8302-2", "127.9"),
            (1, "44261-6", "11.0"),
            (2, "44250-9", "2"),
            (3, "hit6_total", "60"),
        )
    ]
    assert SYNTHEA.map_lines("questionnaire_from_observations", lines, timezone=NEW_YORK) == [
        {
            "source_row": 2,
            "person_key": "person-1",
            "instrument": "phq9",
            "completed_on": "2025-03-04",
            "item_1": "2",
            "total": "11.0",
        },
        {
            "source_row": 4,
            "person_key": "person-1",
            "instrument": "hit6",
            "completed_on": "2025-03-04",
            "total": "60",
        },
    ]


def test_a_person_without_what_identifies_them():
    lines = [{"id": "person-1", "gender": "F", "birth_year": "1984"}]
    assert SYNTHEA.map_lines("person_from_patients", lines) == [
        {"source_row": 1, "person_key": "person-1", "birth_year": "1984", "sex": "female"}
    ]


def test_patients_as_synthea_writes_them_are_refused(shared_data: Callable[[str], Path]):
    header = shared_data(f"{SAMPLE}/patients.csv").read_text(encoding="utf-8").splitlines()[0]
    with pytest.raises(FileRefused, match="SSN"):
        refuse_identifiers(tuple(header.split(",")))
