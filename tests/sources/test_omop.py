"""OMOP CDM: what becomes of visits, procedures, drugs and persons."""

from __future__ import annotations

import pytest
from mapped_lines import Line, SourceFormat

OMOP = SourceFormat("omop")
CONCEPTS: list[Line] = [
    {"concept_id": number, "vocabulary_id": vocabulary, "concept_code": code}
    for number, vocabulary, code in (
        ("1", "SNOMED", "37796009"),
        ("2", "ICD10CM", "G43.709"),
        ("3", "CPT4", "98926"),
        ("4", "RxNorm", "37418"),
        ("5", "ATC", "N02CC01"),
        ("6", "ATC", "N02CC"),
        ("8", "HCPCS", "S8948"),
    )
]
VISIT = {
    "visit_occurrence_id": "21",
    "person_id": "7",
    "visit_concept_id": "9202",
    "visit_start_date": "2025-03-04",
}
PROCEDURE = {
    "procedure_occurrence_id": "5",
    "person_id": "7",
    "procedure_concept_id": "3",
    "procedure_date": "2025-03-04",
}
DRUG = {
    "drug_exposure_id": "5",
    "person_id": "7",
    "drug_concept_id": "4",
    "drug_exposure_start_date": "2025-03-04",
}


def visit(conditions: list[Line] | None = None, **said: str) -> dict[str, str]:
    beside = {"concept": CONCEPTS, "condition_occurrence": conditions or []}
    (row,) = OMOP.map_lines("visit_from_visit_occurrence", [{**VISIT, **said}], beside)
    return row


def procedure(**said: str) -> dict[str, str]:
    mapping = "therapy_from_procedure_occurrence"
    (row,) = OMOP.map_lines(mapping, [{**PROCEDURE, **said}], {"concept": CONCEPTS})
    return row


def drug(ancestors: list[Line] | None = None, **said: str) -> dict[str, str]:
    beside = {"concept": CONCEPTS, "concept_ancestor": ancestors or []}
    (row,) = OMOP.map_lines("therapy_from_drug_exposure", [{**DRUG, **said}], beside)
    return row


def test_a_visit_keeps_its_id_its_day_and_what_kind_it_was():
    assert visit() == {
        "source_row": 1,
        "visit_key": "21",
        "person_key": "000007",
        "visit_date": "2025-03-04",
        "setting": "clinic",
        "status": "completed",
    }


@pytest.mark.parametrize(
    ("concept", "setting"),
    [
        ("9201", "inpatient"),
        ("9202", "clinic"),
        ("581477", "clinic"),
        ("9203", "emergency"),
        ("262", "emergency"),
        ("581476", "home"),
        ("5083", "telehealth"),
        ("722455", "telehealth"),
        ("32036", "unknown"),
        ("0", "unknown"),
    ],
)
def test_the_visit_concept_tells_the_setting(concept: str, setting: str):
    assert visit(visit_concept_id=concept)["setting"] == setting


def test_a_person_id_of_six_figures_or_more_stays_as_it_is():
    assert visit(person_id="12345678")["person_key"] == "12345678"


def test_a_datetime_gives_wall_time_and_length():
    row = visit(
        visit_start_datetime="2025-03-04 09:30:00", visit_end_datetime="2025-03-04 10:15:00"
    )
    assert (row["start_local"], row["duration_min"]) == ("2025-03-04 09:30:00", "45")


def test_a_datetime_at_midnight_is_a_date_in_disguise():
    row = visit(
        visit_start_datetime="2025-03-04 00:00:00", visit_end_datetime="2025-03-05 00:00:00"
    )
    assert {"start_local", "duration_min"} & row.keys() == set()


def test_what_is_badly_written_is_passed_on_for_the_row_rules_to_refuse():
    row = visit(
        visit_start_date="4.3.2025", visit_start_datetime="half past 9", visit_end_datetime="noon"
    )
    assert row["visit_date"] == "4.3.2025"
    assert (row["start_local"], row["duration_min"]) == ("half past 9", "noon")


def test_a_diagnosis_stands_in_the_standard_and_in_the_source_vocabulary():
    stated = {
        "visit_occurrence_id": "21",
        "condition_concept_id": "1",
        "condition_source_concept_id": "2",
        "condition_source_value": "G43709",
    }
    other_visit = {**stated, "visit_occurrence_id": "22", "condition_source_concept_id": "1"}
    sent_twice = [stated, stated, other_visit]
    assert visit(sent_twice)["dx_codes"] == "icd10:G43.709|snomed:37796009"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("G43709", "icd10:G43.709"),
        ("g43.709", "icd10:G43.709"),
        ("R51", "icd10:R51"),
        ("346.10", "icd9:346.10"),
        ("37796009", "snomed:37796009"),
        ("Migraine, not specified", None),
    ],
)
def test_without_a_concept_a_diagnosis_is_known_by_its_look_or_left_out(written, code):
    line = {
        "visit_occurrence_id": "21",
        "condition_concept_id": "0",
        "condition_source_value": written,
    }
    assert visit([line]).get("dx_codes") == code


def test_a_procedure_is_a_therapy_of_its_visit():
    assert procedure(visit_occurrence_id="21", quantity="2", procedure_source_value="98926") == {
        "source_row": 1,
        "therapy_key": "procedure-5",
        "visit_key": "21",
        "person_key": "000007",
        "start_date": "2025-03-04",
        "quantity": "2",
        "status": "completed",
        "codes": "cpt:98926|omop:3|local:98926",
    }


def test_codes_are_tried_from_the_standard_concept_to_what_the_source_wrote():
    assert procedure(procedure_source_concept_id="8", procedure_source_value="LASER 30")[
        "codes"
    ] == ("cpt:98926|hcpcs:S8948|omop:3|local:LASER 30")


def test_a_source_value_that_names_its_system_is_passed_as_it_is():
    assert procedure(procedure_concept_id="0", procedure_source_value="cpt:97124")["codes"] == (
        "cpt:97124"
    )


def test_a_procedure_without_any_code_has_no_codes():
    assert "codes" not in procedure(procedure_concept_id="0")


def test_an_end_on_the_same_day_is_no_course_and_times_give_minutes():
    row = procedure(
        procedure_end_date="2025-03-04",
        procedure_datetime="2025-03-04 09:00:00",
        procedure_end_datetime="2025-03-04 09:25:00",
    )
    assert "end_date" not in row
    assert row["minutes"] == "25"


def test_a_drug_is_tried_by_its_finest_atc_class_after_its_own_code():
    ancestors = [
        {"ancestor_concept_id": ancestor, "descendant_concept_id": "4"}
        for ancestor in ("6", "5", "5", "1")
    ]
    row = drug(
        ancestors,
        drug_exposure_end_date="2025-04-02",
        quantity="0",
        drug_source_concept_id="4",
        drug_source_value="Imitrex|50",
    )
    assert row == {
        "source_row": 1,
        "therapy_key": "drug-5",
        "person_key": "000007",
        "start_date": "2025-03-04",
        "end_date": "2025-04-02",
        "status": "completed",
        "codes": "rxnorm:37418|atc:N02CC01|atc:N02CC|omop:4|local:Imitrex/50",
    }


@pytest.mark.parametrize(
    ("concept", "sex"),
    [
        ("8532", "female"),
        ("8507", "male"),
        ("8521", "other"),
        ("0", "unknown"),
        ("8551", "unknown"),
    ],
)
def test_a_person_has_a_year_of_birth_and_a_sex(concept: str, sex: str):
    line = {"person_id": "7", "gender_concept_id": concept, "year_of_birth": "1984"}
    (row,) = OMOP.map_lines("person_from_person", [line])
    assert row == {"source_row": 1, "person_key": "000007", "birth_year": "1984", "sex": sex}


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("VISIT_OCCURRENCE.csv", ["visit_occurrence"]),
        ("visit_occurrence_2.parquet", ["visit_occurrence"]),
        ("CONCEPT.csv", ["concept"]),
        ("concept_ancestor.csv.gz", ["concept_ancestor"]),
        ("CONCEPT_RELATIONSHIP.csv", []),
        ("observation_period.csv", []),
        ("LOCATION.csv", []),
    ],
)
def test_a_file_is_taken_by_its_table_name(file: str, table: list[str]):
    assert OMOP.takes(file) == table
