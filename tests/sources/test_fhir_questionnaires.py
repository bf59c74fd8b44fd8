"""Questionnaires of a FHIR export: filled in as a whole, or told as observations."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_resources import mapped

RESPONSE: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "id": "response-1",
    "questionnaire": "Questionnaire/hit6",
    "status": "completed",
    "subject": {"reference": "Patient/patient-1"},
    "authored": "2025-03-04T23:30:00-05:00",
}
KNOWN = {
    "source_row": 1,
    "person_key": "patient-1",
    "instrument": "hit6",
    "completed_on": "2025-03-04",
}
POINTS = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def item(link_id: str, **answer: Any) -> dict[str, Any]:
    return {"linkId": link_id, "answer": [answer]}


def response(*items: dict[str, Any], **change: Any) -> list[dict[str, Any]]:
    filled = RESPONSE | {"item": list(items)} | change
    return mapped("questionnaire_from_questionnaireresponse", [filled], timezone="America/New_York")


def observed(*observations: dict[str, Any]) -> list[dict[str, Any]]:
    told = [
        {
            "resourceType": "Observation",
            "status": "final",
            "subject": {"reference": "Patient/patient-1"},
            "effectiveDateTime": "2025-03-04",
        }
        | observation
        for observation in observations
    ]
    return mapped("questionnaire_from_observation", told)


def coded(code: str, **value: Any) -> dict[str, Any]:
    return {"code": {"coding": [{"code": "0-0"}, {"code": code}]}} | value


def test_items_and_total_make_one_row():
    items = [item("hit6_item_1", valueInteger=8), item("hit6_total", valueInteger=58)]
    assert response(*items) == [KNOWN | {"item_1": "8", "total": "58"}]


def test_items_may_stand_in_groups_and_be_named_by_their_number_alone():
    inner = {"linkId": "page 1", "item": [item("item_2", valueDecimal=10)]}
    assert response(inner, item("total", valueInteger=60)) == [
        KNOWN | {"item_2": "10", "total": "60"}
    ]


@pytest.mark.parametrize(
    "name", ["https://site.example/Questionnaire/hit-6|1.1", "urn:site:HIT6", "hit6"]
)
def test_the_questionnaire_is_known_by_the_end_of_its_name(name: str):
    [row] = response(item("total", valueInteger=60), questionnaire=name)
    assert row["instrument"] == "hit6"


def test_an_answer_chosen_from_a_list_counts_by_its_points():
    chosen = {"code": "LA6571-9", "extension": [{"url": POINTS, "valueDecimal": 3}]}
    [row] = response(item("phq9_item_1", valueCoding=chosen))
    assert (row["instrument"], row["item_1"]) == ("phq9", "3")


def test_a_value_that_is_no_whole_number_is_passed_on_as_written():
    assert response(item("hit6_total", valueDecimal=58.5))[0]["total"] == "58.5"


def test_the_day_is_the_site_s_where_the_moment_is_in_utc():
    [row] = response(item("hit6_total", valueInteger=58), authored="2025-03-05T03:30:00Z")
    assert row["completed_on"] == "2025-03-04"


@pytest.mark.parametrize("change", [{"status": "in-progress"}, {"questionnaire": "intake"}])
def test_what_is_unfinished_or_of_no_instrument_of_ours_gives_no_row(change: dict[str, str]):
    assert response(item("total", valueInteger=58), **change) == []


def test_an_error_takes_the_answers_back():
    [row] = response(item("hit6_total", valueInteger=58), status="entered-in-error")
    assert row["is_deleted"] == "true"


def test_a_total_may_be_an_observation():
    [row] = observed(coded("hit6_total", valueInteger=58))
    assert row == KNOWN | {"total": "58"}


def test_observations_of_one_day_are_one_row_that_the_first_line_stands_for():
    rows = observed(
        coded("8302-2", valueQuantity={"value": 170, "unit": "cm"}),
        coded("44250-9", valueInteger=2),
        coded("44261-6", valueQuantity={"value": 11}),
        coded("44250-9", valueInteger=3) | {"effectiveDateTime": "2025-04-01"},
    )
    first = {"source_row": 2, "completed_on": "2025-03-04", "item_1": "2", "total": "11"}
    later = {"source_row": 4, "completed_on": "2025-04-01", "item_1": "3"}
    assert rows == [KNOWN | {"instrument": "phq9"} | row for row in (first, later)]


def test_items_may_be_components_of_the_observation_of_their_panel():
    parts = [coded("midas_item_1", valueInteger=5), coded("midas_total", valueInteger=12)]
    [row] = observed({"code": {"coding": [{"code": "panel"}]}, "component": parts})
    assert row == KNOWN | {"instrument": "midas", "item_1": "5", "total": "12"}


def test_what_was_corrected_counts_and_what_was_an_error_does_not():
    newer = {"meta": {"lastUpdated": "2025-03-06T10:00:00Z"}, "status": "corrected"}
    wrong = {"status": "entered-in-error"}
    [row] = observed(
        coded("hit6_total", valueInteger=58),
        coded("hit6_total", valueInteger=60) | newer,
        coded("hit6_item_1", valueInteger=8) | wrong,
    )
    assert row == KNOWN | {"total": "60", "recorded_at": "2025-03-06 10:00:00"}


def test_a_row_of_which_every_answer_was_an_error_is_taken_back():
    [row] = observed(coded("hit6_total", valueInteger=58) | {"status": "entered-in-error"})
    assert row == KNOWN | {"is_deleted": "true"}


def test_a_preliminary_score_is_none_yet():
    assert observed(coded("hit6_total", valueInteger=58) | {"status": "preliminary"}) == []
