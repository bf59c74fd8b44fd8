"""Claims: lines become visits, therapies and courses; what was taken back stays taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mapped_lines import Line, SourceFormat

CLAIMS = SourceFormat("claims")
LINE = {
    "claim_id": "C1",
    "claim_line_number": "1",
    "claim_type": "professional",
    "person_id": "7",
    "claim_start_date": "2025-03-04",
    "claim_line_start_date": "2025-03-04",
    "place_of_service_code": "11",
    "hcpcs_code": "98926",
}


def visits(*lines: Line) -> list[dict[str, str]]:
    return CLAIMS.map_lines("visit_from_medical_claim", [{**LINE, **line} for line in lines])


def lines_of(*lines: Line) -> list[dict[str, str]]:
    return CLAIMS.map_lines("therapy_from_medical_claim", [{**LINE, **line} for line in lines])


def test_the_lines_of_a_claim_are_one_visit_and_its_first_line_stands_for_it():
    second = {"claim_line_number": "2", "hcpcs_code": "97124"}
    assert visits(second, {}) == [
        {
            "source_row": 1,
            "visit_key": "C1",
            "person_key": "000007",
            "visit_date": "2025-03-04",
            "setting": "clinic",
            "status": "completed",
        }
    ]


def test_each_line_with_a_code_is_a_therapy_of_that_visit():
    first, second = lines_of(
        {"service_unit_quantity": "1", "claim_line_end_date": "2025-03-04"},
        {"claim_line_number": "2", "hcpcs_code": "j0585", "ingest_datetime": "2025-04-01 02:00:00"},
        {"claim_line_number": "3", "hcpcs_code": None},
    )
    assert first == {
        "source_row": 1,
        "therapy_key": "line-C1-1",
        "visit_key": "C1",
        "person_key": "000007",
        "start_date": "2025-03-04",
        "quantity": "1",
        "status": "completed",
        "codes": "cpt:98926",
    }
    assert (second["therapy_key"], second["codes"]) == ("line-C1-2", "hcpcs:J0585")
    assert second["recorded_at"] == "2025-04-01 02:00:00"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("97124", "cpt:97124"),
        ("0552t", "cpt:0552T"),
        ("S8948", "hcpcs:S8948"),
        ("X1|2", "local:X1/2"),
    ],
)
def test_the_look_of_a_procedure_code_tells_its_system(written: str, code: str):
    assert lines_of({"hcpcs_code": written})[0]["codes"] == code


def test_a_monthly_bill_of_single_days_is_a_visit_for_each_day():
    days = [
        {"claim_line_number": str(place), "claim_line_start_date": f"2025-03-{day}"}
        for place, day in enumerate(("04", "11", "11", "18"), 1)
    ]
    assert [(row["visit_key"], row["visit_date"]) for row in visits(*days)] == [
        ("C1", "2025-03-04"),
        ("C1.20250311", "2025-03-11"),
        ("C1.20250318", "2025-03-18"),
    ]
    keys = [row["visit_key"] for row in lines_of(*days)]
    assert keys == ["C1", "C1.20250311", "C1.20250311", "C1.20250318"]


def test_a_stay_is_one_visit_however_many_days_its_lines_name():
    stay = {"claim_type": "institutional", "admission_date": "2025-03-03", "bill_type_code": "0111"}
    (row,) = visits(stay, {**stay, "claim_line_number": "2", "claim_line_start_date": "2025-03-06"})
    assert (row["visit_date"], row["setting"]) == ("2025-03-03", "inpatient")


def test_claims_of_one_encounter_are_one_visit():
    other = {"claim_id": "C2", "place_of_service_code": "23", "encounter_id": "E9"}
    (row,) = visits({"encounter_id": "E9"}, other)
    assert (row["visit_key"], row["setting"]) == ("E9", "emergency")
    assert [row["visit_key"] for row in lines_of({"encounter_id": "E9"}, other)] == ["E9", "E9"]


@pytest.mark.parametrize(
    ("said", "setting"),
    [
        ({"place_of_service_code": "2"}, "telehealth"),
        ({"place_of_service_code": "10"}, "telehealth"),
        ({"place_of_service_code": "12"}, "home"),
        ({"place_of_service_code": "20"}, "clinic"),
        ({"place_of_service_code": "21"}, "inpatient"),
        ({"place_of_service_code": "23"}, "emergency"),
        ({"place_of_service_code": "18"}, "community"),
        ({"place_of_service_code": "99"}, "unknown"),
        ({"place_of_service_code": None}, "unknown"),
        ({"place_of_service_code": None, "bill_type_code": "131"}, "clinic"),
        ({"place_of_service_code": None, "bill_type_code": "0329"}, "home"),
        (
            {"place_of_service_code": None, "bill_type_code": "131", "revenue_center_code": "0450"},
            "emergency",
        ),
    ],
)
def test_the_place_of_service_or_the_bill_tells_the_setting(said: Line, setting: str):
    assert visits(said)[0]["setting"] == setting


@pytest.mark.parametrize("place", ["81", "01", "1"])
def test_nobody_visits_a_laboratory_or_a_pharmacy_to_be_treated(place: str):
    assert visits({"place_of_service_code": place}) == []


def test_diagnoses_of_all_lines_are_written_with_their_point():
    icd10 = {"diagnosis_code_type": "icd-10-cm", "diagnosis_code_1": "G43709"}
    second = {"claim_line_number": "2", "diagnosis_code_1": "r51", "diagnosis_code_25": "M54.2"}
    (row,) = visits(icd10, {**icd10, **second})
    assert row["dx_codes"] == "icd10:G43.709|icd10:M54.2|icd10:R51"


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        ("icd-9-cm", "34610", "icd9:346.10"),
        ("icd-9-cm", "346.1", "icd9:346.1"),
        ("icd-9-cm", "E8000", "icd9:E800.0"),
        ("icd-9-cm", "V123", "icd9:V12.3"),
        (None, "34610", "icd9:346.10"),
        (None, "G43709", "icd10:G43.709"),
    ],
)
def test_the_stated_type_tells_the_system_of_a_diagnosis(kind, written: str, code: str):
    (row,) = visits({"diagnosis_code_type": kind, "diagnosis_code_1": written})
    assert row["dx_codes"] == code


PAID = {"paid_amount": "80.00", "paid_date": "2025-04-01"}
REVERSED = {"paid_amount": "-80.00", "paid_date": "2025-05-01"}
ADJUSTED = {"paid_amount": "60.00", "paid_date": "2025-06-01", "place_of_service_code": "20"}


@pytest.mark.parametrize(
    ("records", "status"),
    [
        ([PAID], "completed"),
        ([PAID, REVERSED], "entered_in_error"),
        ([REVERSED, PAID], "entered_in_error"),
        ([REVERSED], "entered_in_error"),
        ([PAID, REVERSED, ADJUSTED], "completed"),
        ([REVERSED, ADJUSTED], "completed"),
        ([PAID, {"paid_amount": "-20.00", "paid_date": "2025-05-01"}], "completed"),
        ([{"paid_amount": "0", "charge_amount": "120"}], "completed"),
        ([{"charge_amount": "120"}, {"charge_amount": "-120"}], "entered_in_error"),
        ([{"service_unit_quantity": "2"}, {"service_unit_quantity": "-2"}], "entered_in_error"),
    ],
    ids=[
        "paid",
        "reversed",
        "reversed, whatever the order of the lines",
        "a reversal alone",
        "reversed and adjusted",
        "adjusted in a later file",
        "partly taken back",
        "denied or capitated",
        "known by the charge",
        "known by the units",
    ],
)
def test_the_last_record_of_a_line_decides(records: list[Line], status: str):
    (visit,) = visits(*records)
    (therapy,) = lines_of(*records)
    assert (visit["status"], therapy["status"]) == (status, status)
    assert visit["source_row"] == therapy["source_row"] == 1


def test_an_adjusted_line_says_what_is_right():
    adjusted = {**ADJUSTED, "service_unit_quantity": "1", "ingest_datetime": "2025-06-02"}
    original = {**PAID, "service_unit_quantity": "2", "ingest_datetime": "2025-04-02"}
    (therapy,) = lines_of(original, REVERSED, adjusted)
    assert (therapy["quantity"], therapy["recorded_at"]) == ("1", "2025-06-02")


def test_a_visit_stands_as_long_as_one_of_its_lines_does():
    kept = {"claim_line_number": "2", "diagnosis_code_1": "G43709", **PAID}
    gone = {"diagnosis_code_1": "M542"}
    (row,) = visits({**gone, **PAID}, kept, {**gone, **REVERSED})
    assert (row["status"], row["dx_codes"]) == ("completed", "icd10:G43.709")


COST = ("cost_amount", "cost_currency", "covered_amount")


@pytest.mark.parametrize("mapping", ["therapy_from_medical_claim", "therapy_from_pharmacy_claim"])
@pytest.mark.parametrize(
    ("amounts", "cost"),
    [
        (("80.00", "64.5"), ("80.00", "USD", "64.50")),
        (("80.00", None), ("80.00", "USD", None)),
        (("80.00", "80.01"), ("80.00", "USD", None)),  # cannot be a part of it
        (("0", "0"), ("0.00", "USD", "0.00")),
        ((None, "64.50"), (None, None, None)),  # what the person paid is not known
        (("-80.00", "-64.50"), (None, None, None)),
    ],
)
def test_what_was_allowed_is_the_cost_and_what_was_paid_is_covered(
    mapping: str, amounts: tuple[str | None, str | None], cost: tuple[str | None, ...]
):
    """List prices (charge_amount) are nobody's cost."""
    line = dict(zip(("allowed_amount", "paid_amount"), amounts, strict=True))
    drug = {"dispensing_date": "2025-03-04", "ndc_code": "00173073700"}
    sent = {**LINE, **line, "charge_amount": "300"}
    if "pharmacy" in mapping:
        kept = ("claim_id", "claim_line_number", "person_id", "charge_amount", *line)
        sent = {name: sent[name] for name in kept} | drug
    [row] = CLAIMS.map_lines(mapping, [sent])
    assert tuple(row.get(name) for name in COST) == cost


def test_a_line_with_several_records_does_not_tell_what_it_cost():
    """They may be corrections of each other, or parts to be added up."""
    first = {"allowed_amount": "80.00", "paid_amount": "64.00", "paid_date": "2025-03-10"}
    [row] = lines_of(first, {**first, "paid_amount": "60.00", "paid_date": "2025-04-10"})
    assert (row["status"], set(COST) & set(row)) == ("completed", set())


@pytest.mark.parametrize(
    ("file", "tables"),
    [
        ("raw_data__medical_claim.csv", ["medical_claim"]),
        ("MEDICAL_CLAIM_2025.parquet", ["medical_claim"]),
        ("raw_data__lab_result.csv", []),
        ("raw_data__immunization.csv", []),
    ],
)
def test_a_file_is_taken_by_its_table_name(file: str, tables: list[str]):
    assert CLAIMS.takes(file) == tables


@pytest.mark.parametrize(
    "mapping",
    [
        "visit_from_medical_claim",
        "therapy_from_medical_claim",
        "therapy_from_pharmacy_claim",
        "visit_from_appointment",
        "questionnaire_from_observation",
        "person_from_eligibility",
    ],
)
def test_the_headers_of_a_real_claims_feed_give_no_row_and_no_fault(
    mapping: str, shared_data: Callable[[str], Path], tmp_path: Path
):
    table = mapping.split("_from_")[1]
    file = shared_data(f"tuva-input-layer/raw_data__{table}.csv")
    assert CLAIMS.takes(file.name) == [table]
    assert CLAIMS.map_file(mapping, file, tmp_path) == []


def test_the_headers_of_a_real_claims_feed_hold_all_that_is_required(shared_data):
    for table, said in CLAIMS.tables.items():
        file = shared_data(f"tuva-input-layer/raw_data__{table}.csv")
        headers = file.read_text(encoding="utf-8").splitlines()[0].replace('"', "").split(",")
        assert set(said["required"]) <= set(headers)
        # What a site may add: Tuva gives claims no encounter, and people a birth date.
        assert set(said["columns"]) - set(headers) <= {"encounter_id", "birth_year"}
