"""Epic extracts: what becomes of contacts, and that every column is a real one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mapped_lines import SourceFormat

from triggerscape.delivery.profiles.profile import SiteProfile

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


def test_badly_written_times_are_passed_on_to_be_refused():
    stay = visit(hosp_admsn_time="4 March", hosp_dischrg_time="6 March", update_date="today")
    assert (stay["start_local"], stay["duration_min"]) == ("4 March", "6 March")
    assert stay["recorded_at"] == "today"


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


def test_a_file_as_epic_writes_it_comes_through_our_door(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    """Every column of the real header, tabs, CRLF, and no quotes at all."""
    header = shared_data("epic-ehi-headers/PAT_ENC.header.tsv").read_text(encoding="utf-8").strip()
    names = header.split("\t")
    kept = {
        "PAT_ID": "Z0000001",
        "PAT_ENC_CSN_ID": "500100",
        "CONTACT_DATE": f"3/4/2025 {MIDNIGHT}",
        "APPT_STATUS_C_NAME": "Completed",
        "PAT_ENC_DATE_REAL": "67267.01",
    }
    call = kept | {"PAT_ENC_CSN_ID": "500101", "APPT_STATUS_C_NAME": ""}
    lines = ["\t".join(line.get(name, "") for name in names) for line in (call, kept)]
    file = tmp_path / "PAT_ENC.tsv"
    file.write_bytes("\r\n".join([header, *lines, ""]).encode())
    profile = SiteProfile("NORTH", timezone="America/Chicago", delimiter="\t")
    (row,) = EPIC.map_file("visit_from_pat_enc", file, tmp_path, profile=profile)
    assert (row["source_row"], row["visit_key"]) == (2, "500100")
    assert (row["visit_date"], row["status"]) == ("2025-03-04", "completed")
