"""Epic extracts: what becomes of contacts, orders, charges and prescriptions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mapped_lines import SourceFormat

EPIC = SourceFormat("epic")
MIDNIGHT = "12:00:00 AM"


def visit(timezone: str = "UTC", beside=None, **said: str | None) -> dict[str, str]:
    """The one visit of a completed appointment on 4 March 2025, changed as said."""
    line = {
        "pat_id": "Z0000001",
        "pat_enc_csn_id": "500100",
        "contact_date": f"3/4/2025 {MIDNIGHT}",
        "appt_status_c_name": "Completed",
        **said,
    }
    (row,) = EPIC.map_lines("visit_from_pat_enc", [line], beside, timezone=timezone)
    return row


def test_a_completed_appointment_is_a_visit():
    assert visit() == {
        "source_row": 1,
        "visit_key": "500100",
        "person_key": "Z0000001",
        "visit_date": "2025-03-04",
        "setting": "clinic",
        "status": "completed",
    }


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Completed", "completed"),
        ("Arrived", "completed"),
        ("Scheduled", "planned"),
        ("Canceled", "cancelled"),
        ("Left without seen", "cancelled"),
        ("No Show", "no_show"),
    ],
)
def test_only_kept_appointments_are_completed(theirs: str, ours: str):
    assert visit(appt_status_c_name=theirs)["status"] == ours


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Complete", "completed"),
        ("In Progress", "completed"),
        ("Possible", "planned"),
        ("Invalid", "entered_in_error"),
        (None, "completed"),
    ],
)
def test_a_stay_has_the_status_of_its_contact(theirs: str | None, ours: str):
    stay = visit(
        appt_status_c_name=None,
        calculated_enc_stat_c_name=theirs,
        hosp_admsn_time="3/4/2025 11:05:00 PM",
        hosp_dischrg_time="3/6/2025 9:05:00 AM",
    )
    assert stay["status"] == ours
    assert (stay["setting"], stay["duration_min"]) == ("inpatient", "2040")
    assert stay["start_local"] == "2025-03-04T23:05:00"


def test_a_call_a_letter_and_a_refill_are_contacts_and_no_visits():
    call = {"pat_id": "Z0000001", "pat_enc_csn_id": "1", "contact_date": f"3/4/2025 {MIDNIGHT}"}
    assert EPIC.map_lines("visit_from_pat_enc", [call]) == []


def test_a_status_nobody_has_heard_of_is_passed_on_to_be_refused():
    assert visit(appt_status_c_name="Rebooked")["status"] == "rebooked"


@pytest.mark.parametrize("written", ["31/12/2025 12:00:00 AM", "3/4/25 12:00:00 AM", "soon"])
def test_a_day_that_is_not_written_as_epic_writes_days_is_passed_on_to_be_refused(written: str):
    assert visit(contact_date=written)["visit_date"] == written


def test_the_department_tells_emergency_and_telehealth():
    departments = [
        {"department_id": "7", "department_name": "NORTH ED"},
        {"department_id": "7", "department_name": "NORTH ED"},
        {"department_id": "8", "department_name": "NEUROLOGY TELEHEALTH"},
        {"department_id": "9", "department_name": "PATIENT ED CLASSES"},
    ]
    seen = {"hosp_admsn_time": "3/4/2025 1:00:00 AM", "hosp_dischrg_time": "3/4/2025 3:00:00 AM"}
    beside = {"clarity_dep": departments}
    assert visit(beside=beside, department_id="7", **seen)["setting"] == "emergency"
    assert visit(beside=beside, department_id="8")["setting"] == "telehealth"
    assert visit(beside=beside, department_id="9")["setting"] == "clinic"


def test_the_first_appointment_time_is_the_start_however_the_csn_column_is_named():
    times = [
        {"pat_enc_csn": "500100", "prov_start_time": "3/4/2025 2:30:00 PM"},
        {"pat_enc_csn_id": "500100", "prov_start_time": "3/4/2025 9:30:00 AM"},
        {"pat_enc_csn_id": "500999", "prov_start_time": "3/4/2025 7:00:00 AM"},
    ]
    assert visit(beside={"pat_enc_appt": times})["start_local"] == "2025-03-04T09:30:00"
    split = {"pat_enc_csn_id": None, "pat_enc_csn": "500100"}
    assert visit(beside={"pat_enc_appt": times}, **split)["visit_key"] == "500100"


def test_diagnoses_sent_twice_are_named_once_and_never_double_the_visit():
    beside = {
        "pat_enc_dx": [
            {"pat_enc_csn_id": "500100", "dx_id": "22"},
            {"pat_enc_csn_id": "500100", "dx_id": "11"},
            {"pat_enc_csn": "500100", "dx_id": "11"},
            {"pat_enc_csn_id": "500100", "dx_id": "33"},
        ],
        "dx_code": [
            {"dx_id": "11", "dx_code": "icd10:G43.709"},
            {"dx_id": "11", "dx_code": "snomed:37796009"},
            {"dx_id": "22", "dx_code": "icd10:M54.2"},
        ],
    }
    assert visit(beside=beside)["dx_codes"] == "icd10:G43.709|icd10:M54.2|local:33|snomed:37796009"


def test_the_time_of_the_extract_is_local_and_becomes_utc():
    said = {"update_date": "7/4/2025 8:00:00 PM"}
    assert visit("America/Chicago", **said)["recorded_at"] == "2025-07-05T01:00:00Z"


@pytest.mark.parametrize(
    ("title", "role"), [("MD", "physician"), ("L.Ac.", "acupuncturist"), ("RPh", "other")]
)
def test_the_title_of_the_provider_tells_the_role(title: str, role: str):
    assert visit(visit_prov_title_name=title)["clinician_role"] == role


def test_a_short_number_of_a_patient_is_padded_alike_in_every_table():
    number = {"pat_id": "42"}
    order = {"order_proc_id": "1", "proc_id": "5", "order_status_c_name": "Completed"}
    med = {"order_med_id": "1", "medication_id": "5", "order_status_c_name": "Sent"}
    assert visit(**number)["person_key"] == "000042"
    for mapping, line in (("order_proc", order), ("order_med", med)):
        (row,) = EPIC.map_lines(f"therapy_from_{mapping}", [line | number])
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


# Not in the tables of the sample: another name of the same column, and the site's own list.
OURS = {"pat_enc_csn", "pat_enc_csn_id", "dx_code"}


@pytest.mark.parametrize("table", sorted(set(EPIC.tables) - {"dx_code"}))
def test_every_column_exists_in_a_real_extract(
    shared_data: Callable[[str], Path], table: str
) -> None:
    header = shared_data(f"epic-ehi-headers/{table.upper()}.header.tsv")
    real = set(header.read_text(encoding="utf-8").strip().lower().split("\t"))
    assert set(EPIC.columns(table)) - OURS <= real


def test_a_table_is_told_by_its_name_and_not_by_the_beginning_of_it():
    assert EPIC.takes("PAT_ENC.tsv") == ["pat_enc"]
    assert EPIC.takes("PAT_ENC_20250301.tsv.gz") == ["pat_enc"]
    assert EPIC.takes("PAT_ENC_2.tsv") == []
    assert EPIC.takes("PAT_ENC_DX.tsv") == ["pat_enc_dx"]
