"""Claims: prescriptions filled, appointments, scores and the people insured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mapped_lines import Line, SourceFormat

from triggerscape.delivery.privacy.identifier_names import refuse_identifiers
from triggerscape.delivery.refusals import FileRefused

CLAIMS = SourceFormat("claims")
FILL = {
    "claim_id": "R1",
    "claim_line_number": "1",
    "person_id": "7",
    "dispensing_date": "2025-03-04",
    "ndc_code": "00173073700",
    "quantity": "9",
    "days_supply": "30",
}
APPOINTMENT = {"appointment_id": "A1", "person_id": "7", "start_datetime": "2025-03-04 09:30:00"}


def fills(*lines: Line) -> list[dict[str, str]]:
    return CLAIMS.map_lines("therapy_from_pharmacy_claim", [{**FILL, **line} for line in lines])


def appointment(**said: str) -> dict[str, str]:
    (row,) = CLAIMS.map_lines("visit_from_appointment", [{**APPOINTMENT, **said}])
    return row


def test_a_filled_prescription_is_a_course_of_as_many_days_as_it_supplies():
    assert fills({}) == [
        {
            "source_row": 1,
            "therapy_key": "fill-R1-1",
            "person_key": "000007",
            "start_date": "2025-03-04",
            "end_date": "2025-04-02",
            "quantity": "9",
            "status": "completed",
            "codes": "ndc:00173073700",
        }
    ]


@pytest.mark.parametrize(
    ("supply", "end"),
    [("1", "2025-03-04"), ("0", "2025-03-04"), (None, None), ("a month", "a month")],
)
def test_a_supply_nobody_stated_is_no_length_and_a_bad_one_is_passed_on(supply, end):
    assert fills({"days_supply": supply})[0].get("end_date") == end


def test_a_prescription_given_back_is_taken_back():
    paid, back = {"paid_amount": "12.5"}, {"paid_amount": "-12.5", "quantity": "-9"}
    (row,) = fills(paid, back)
    assert (row["status"], row["quantity"]) == ("entered_in_error", "9")
    (alone,) = fills(back)
    assert (alone["status"], alone["quantity"]) == ("entered_in_error", "9")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("booked", "planned"),
        ("pending", "planned"),
        ("Cancelled", "cancelled"),
        ("noshow", "no_show"),
        ("No Show", "no_show"),
        ("entered-in-error", "entered_in_error"),
        ("moved", "moved"),
    ],
)
def test_an_appointment_not_kept_is_a_visit_that_was_none(theirs: str, ours: str):
    assert appointment(normalized_status=theirs, duration="30") == {
        "source_row": 1,
        "visit_key": "A1",
        "person_key": "000007",
        "visit_date": "2025-03-04",
        "start_local": "2025-03-04 09:30:00",
        "duration_min": "30",
        "setting": "unknown",
        "status": ours,
    }


@pytest.mark.parametrize("theirs", ["fulfilled", "arrived", "checked-in"])
def test_a_kept_appointment_is_no_row_because_its_claim_is_the_visit(theirs: str):
    line = {**APPOINTMENT, "source_status": theirs}
    assert CLAIMS.map_lines("visit_from_appointment", [line]) == []


def test_a_date_is_no_wall_time():
    assert "start_local" not in appointment(start_datetime="2025-03-04")


def test_scores_of_one_person_and_day_become_one_row():
    lines = [
        {
            "person_id": "7",
            "observation_date": "2025-03-04",
            "source_code": code,
            "normalized_code": loinc,
            "result": result,
            "ingest_datetime": f"2025-04-0{place} 02:00:00",
        }
        for place, (code, loinc, result) in enumerate(
            (("BMI", "39156-5", "24"), ("PHQ", "44261-6", "11"), ("PHQ9_item_9", None, "0")), 1
        )
    ]
    assert CLAIMS.map_lines("questionnaire_from_observation", lines) == [
        {
            "source_row": 2,
            "person_key": "000007",
            "instrument": "phq9",
            "completed_on": "2025-03-04",
            "item_9": "0",
            "total": "11",
            "recorded_at": "2025-04-03 02:00:00",
        }
    ]


def test_of_several_stretches_of_insurance_the_latest_tells_who_the_person_is():
    stretches = [
        {"person_id": "7", "gender": gender, "birth_year": "1984", "enrollment_start_date": since}
        for gender, since in (("U", "2023-01-01"), ("female", "2025-01-01"), ("M", None))
    ]
    assert CLAIMS.map_lines("person_from_eligibility", stretches) == [
        {"source_row": 2, "person_key": "000007", "birth_year": "1984", "sex": "female"}
    ]


def test_eligibility_with_names_and_birth_dates_is_refused(shared_data: Callable[[str], Path]):
    file = shared_data("tuva-input-layer/raw_data__eligibility.csv")
    header = file.read_text(encoding="utf-8").splitlines()[0].split(",")
    with pytest.raises(FileRefused, match="birth_date"):
        refuse_identifiers(tuple(header))
