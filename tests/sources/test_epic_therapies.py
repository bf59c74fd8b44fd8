"""Epic extracts: what becomes of orders, charges and prescriptions."""

from __future__ import annotations

import pytest
from mapped_lines import SourceFormat

EPIC = SourceFormat("epic")
MIDNIGHT = "12:00:00 AM"


def test_a_short_number_of_a_patient_is_padded_alike_in_every_table():
    number = {"pat_id": "42"}
    order = {"order_proc_id": "1", "proc_id": "5", "order_status_c_name": "Completed"}
    med = {"order_med_id": "1", "medication_id": "5", "order_status_c_name": "Sent"}
    contact = {"contact_date": f"3/4/2025 {MIDNIGHT}", "appt_status_c_name": "Completed"}
    for mapping, line in (
        ("visit_from_pat_enc", contact),
        ("therapy_from_order_proc", order),
        ("therapy_from_order_med", med),
    ):
        (row,) = EPIC.map_lines(mapping, [line | number])
        assert row["person_key"] == "000042"


def order(**said: str | None) -> list[dict[str, str]]:
    line = {
        "order_proc_id": "900",
        "pat_id": "Z0000001",
        "pat_enc_csn_id": "500100",
        "ordering_date": f"3/4/2025 {MIDNIGHT}",
        "order_type_c_name": "Procedures",
        "proc_id": "7788",
        "order_status_c_name": "Completed",
        **said,
    }
    return EPIC.map_lines("therapy_from_order_proc", [line])


def test_an_order_is_a_therapy_under_the_sites_own_code():
    assert order() == [
        {
            "source_row": 1,
            "therapy_key": "order-900",
            "visit_key": "500100",
            "person_key": "Z0000001",
            "start_date": "2025-03-04",
            "codes": "local:proc-7788",
            "status": "completed",
        }
    ]


def test_an_order_begins_when_it_was_carried_out_not_when_it_was_written():
    (row,) = order(proc_start_time="3/18/2025 10:15:00 AM")
    assert row["start_date"] == "2025-03-18"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"order_status_c_name": "Sent"}, "planned"),
        ({"order_status_c_name": None}, "planned"),
        ({"order_status_c_name": "Discontinued"}, "cancelled"),
        ({"future_or_stand": "S"}, "planned"),
        ({"future_or_stand": "S", "instantiated_time": "3/4/2025 8:00:00 AM"}, "completed"),
    ],
)
def test_an_order_counts_once_it_was_carried_out(said: dict[str, str | None], status: str):
    (row,) = order(**said)
    assert row["status"] == status


@pytest.mark.parametrize("kind", ["Lab", "Imaging", "Outpatient Referral"])
def test_laboratory_imaging_and_referrals_are_left_out(kind: str):
    assert order(order_type_c_name=kind) == []


ACCOUNT = {"account_id": "A1", "department_id": "7", "contact_date": f"3/4/2025 {MIDNIGHT}"}
MOTHER = ACCOUNT | {"pat_id": "Z0000001", "pat_enc_csn_id": "500100"}
CHILD = ACCOUNT | {"pat_id": "Z0000002", "pat_enc_csn_id": "500200"}


def charge(*contacts: dict[str, str], **said: str) -> list[dict[str, str]]:
    line = {
        "tx_id": "31",
        "service_date": f"3/4/2025 {MIDNIGHT}",
        "tx_type_c_name": "Charge",
        "account_id": "A1",
        "department_id": "7",
        "proc_id": "98926",
        "procedure_quantity": "1",
        **said,
    }
    return EPIC.map_lines("therapy_from_arpb_transactions", [line], {"pat_enc": contacts})


def test_a_charge_belongs_to_the_patient_of_its_account():
    assert charge(MOTHER, MOTHER) == [
        {
            "source_row": 1,
            "therapy_key": "charge-31",
            "visit_key": "500100",
            "person_key": "Z0000001",
            "start_date": "2025-03-04",
            "codes": "local:proc-98926",
            "quantity": "1",
            "status": "completed",
        }
    ]


def test_on_a_shared_account_the_day_and_department_tell_who_it_was():
    elsewhere = CHILD | {"department_id": "8"}
    cancelled = CHILD | {"appt_status_c_name": "Canceled"}
    assert charge(MOTHER, elsewhere)[0]["person_key"] == "Z0000001"
    assert charge(MOTHER, cancelled)[0]["person_key"] == "Z0000001"


def test_on_a_shared_account_a_charge_of_another_day_is_of_whoever_came_that_day():
    next_day = {"contact_date": f"3/5/2025 {MIDNIGHT}"}
    (row,) = charge(MOTHER, CHILD | next_day, service_date=f"3/5/2025 {MIDNIGHT}")
    assert (row["person_key"], row["visit_key"]) == ("Z0000002", "500200")


def test_where_nobody_can_tell_who_it_was_nobody_is_named_and_the_row_is_refused():
    assert "person_key" not in charge(MOTHER, CHILD)[0]
    other_day = {"service_date": f"3/5/2025 {MIDNIGHT}"}
    assert "person_key" not in charge(MOTHER, CHILD, **other_day)[0]
    assert "person_key" not in charge()[0]


def test_a_patient_seen_twice_that_day_has_the_charge_without_a_visit():
    again = MOTHER | {"pat_enc_csn_id": "500101"}
    (row,) = charge(MOTHER, again)
    assert row["person_key"] == "Z0000001"
    assert "visit_key" not in row


def test_payments_are_left_out_and_a_voided_charge_is_taken_back():
    assert charge(MOTHER, tx_type_c_name="Payment") == []
    assert charge(MOTHER, void_date=f"3/9/2025 {MIDNIGHT}")[0]["status"] == "entered_in_error"


def prescription(**said: str | None) -> dict[str, str]:
    line = {
        "order_med_id": "70",
        "pat_id": "Z0000001",
        "pat_enc_csn_id": "500100",
        "ordering_date": f"3/3/2025 {MIDNIGHT}",
        "start_date": f"3/4/2025 {MIDNIGHT}",
        "end_date": f"6/4/2025 {MIDNIGHT}",
        "medication_id": "4466",
        "display_name": "topiramate 50 mg | tablet",
        "hv_discrete_dose": "50",
        "hv_dose_unit_c_name": "mg",
        "order_status_c_name": "Sent",
        **said,
    }
    (row,) = EPIC.map_lines("therapy_from_order_med", [line])
    return row


def test_a_prescription_is_a_course_under_its_number_and_then_its_name():
    assert prescription() == {
        "source_row": 1,
        "therapy_key": "med-70",
        "visit_key": "500100",
        "person_key": "Z0000001",
        "start_date": "2025-03-04",
        "end_date": "2025-06-04",
        "codes": "local:med-4466|name:topiramate 50 mg   tablet",
        "dose_value": "50",
        "dose_unit": "mg",
        "status": "completed",
    }


@pytest.mark.parametrize(
    ("said", "status"),
    [("Discontinued", "completed"), ("Canceled", "cancelled"), ("Pending", "planned")],
)
def test_what_was_stopped_later_was_taken_and_what_was_cancelled_was_not(said: str, status: str):
    assert prescription(order_status_c_name=said)["status"] == status


def test_a_dose_counts_only_as_one_number_in_a_unit_of_ours():
    assert "dose_value" not in prescription(hv_discrete_dose="50-100")
    assert "dose_unit" not in prescription(hv_discrete_dose="50-100")
    assert "dose_value" not in prescription(hv_dose_unit_c_name="mL")
    assert prescription(hv_dose_unit_c_name="Units")["dose_unit"] == "U"


def test_without_a_start_a_prescription_begins_when_it_was_ordered():
    assert prescription(start_date=None)["start_date"] == "2025-03-03"
