"""OMOP CDM: lines of observation and measurement that together are one questionnaire."""

from __future__ import annotations

import pytest
from mapped_lines import Line, SourceFormat

OMOP = SourceFormat("omop")
CONCEPTS = [{"concept_id": "7", "vocabulary_id": "LOINC", "concept_code": "44261-6"}]


def score(person: str, day: str, written: str, value: str | None, concept: str = "0") -> Line:
    return {
        "person_id": person,
        "observation_date": day,
        "observation_concept_id": concept,
        "observation_source_value": written,
        "value_as_number": value,
    }


def as_measurement(line: Line) -> Line:
    return {name.replace("observation", "measurement"): value for name, value in line.items()}


def test_lines_of_one_person_day_and_questionnaire_become_one_row():
    lines = [
        score("7", "2025-03-04", "HIT6_item_2", "10"),
        score("7", "2025-03-04", "body weight", "70"),
        score("7", "2025-03-04", "hit6_total", "60"),
        score("7", "2025-03-04", "midas_total", "12"),
        score("7", "2025-03-05", "hit6_total", "58"),
        score("8", "2025-03-04", "hit6_total", None),
    ]
    assert OMOP.map_lines("questionnaire_from_observation", lines) == [
        {
            "source_row": 1,
            "person_key": "000007",
            "instrument": "hit6",
            "completed_on": "2025-03-04",
            "item_2": "10",
            "total": "60",
        },
        {
            "source_row": 4,
            "person_key": "000007",
            "instrument": "midas",
            "completed_on": "2025-03-04",
            "total": "12",
        },
        {
            "source_row": 5,
            "person_key": "000007",
            "instrument": "hit6",
            "completed_on": "2025-03-05",
            "total": "58",
        },
    ]


def test_a_score_said_twice_on_a_day_counts_as_said_first():
    lines = [score("7", "2025-03-04", "hit6_total", value) for value in ("60", "44")]
    (row,) = OMOP.map_lines("questionnaire_from_observation", lines)
    assert row["total"] == "60"


@pytest.mark.parametrize(
    ("concept", "written", "column"),
    [("7", "PHQ", "total"), ("0", "44261-6", "total"), ("0", "44260-8", "item_9")],
)
def test_a_score_is_known_by_its_loinc_code(concept: str, written: str, column: str):
    lines = [score("7", "2025-03-04", written, "2", concept)]
    (row,) = OMOP.map_lines("questionnaire_from_observation", lines, {"concept": CONCEPTS})
    assert (row["instrument"], row[column]) == ("phq9", "2")


def test_a_total_among_measurements_and_items_among_observations_are_one_questionnaire():
    """Each file gives the whole row, so the second is a repetition and no contradiction."""
    item = score("7", "2025-03-04", "phq9_item_1", "3")
    total = score("7", "2025-03-04", "phq9_total", "11")
    here = OMOP.map_lines(
        "questionnaire_from_observation", [item], {"measurement": [as_measurement(total)] * 2}
    )
    there = OMOP.map_lines(
        "questionnaire_from_measurement", [as_measurement(total)], {"observation": [item]}
    )
    assert here == there
    assert here[0]["item_1"] == "3"
    assert here[0]["total"] == "11"
