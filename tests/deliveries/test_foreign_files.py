"""Foreign files at the door: what is read and counted, what is looked into, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sites_at_the_door import CLEAN, DAY_1, add_site, arrive, csv_of, new_workspace, send

from triggerscape.contract.core import CORE
from triggerscape.warehouse.opening import open_tables

FHIR = 'format = "fhir"\n[ids]\ndigits_are_pseudonyms = true'
OMOP = 'format = "omop"\n[ids]\ndigits_are_pseudonyms = true'


def lines(*resources: dict | str) -> bytes:
    return "".join(
        f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in resources
    ).encode()


def encounter(key: str, start: str = "2025-03-01T23:30:00-05:00", **more: object) -> dict:
    return {
        "resourceType": "Encounter",
        "id": key,
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": {"reference": "Patient/patient-1"},
        "period": {"start": start},
        **more,
    }


def condition(of: str, code: str) -> dict:
    return {
        "resourceType": "Condition",
        "encounter": {"reference": f"Encounter/{of}"},
        "subject": {"reference": "Patient/patient-1"},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]},
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with one clean site: what happens at the others does not concern it."""
    workspace = new_workspace(tmp_path / "home")
    add_site(workspace.home, CLEAN)
    send(workspace.home, CLEAN, {"diary.csv": csv_of(DAY_1)})
    return workspace.home


def visits(home: Path, columns: str = "visit_date, array_to_string(dx_codes, ' ')") -> list[tuple]:
    arrived = arrive(home)
    with arrived.run.connect() as con:
        open_tables(con, arrived.run.lake, CORE)
        return con.execute(f"SELECT {columns} FROM core.visit ORDER BY ALL").fetchall()


def test_broken_lines_are_held_back_by_their_number_and_the_others_come_in(home):
    add_site(home, "AA", FHIR)
    sent = lines(encounter("1"), '{"resourceType": "Enc', "", condition("1", "G43"), encounter("2"))
    send(home, "AA", {"march/Encounter.000.ndjson": sent})
    arrived = arrive(home)
    assert arrived.counts("AA") == (4, 2, 2, 0)
    with arrived.run.open_build() as build:
        told = build.execute(
            "SELECT source_row, rule FROM ledger.quarantine ORDER BY ALL"
        ).fetchall()
    assert told == [(2, "file.row_shape"), (4, "file.row_shape")]


def test_the_day_of_a_visit_is_that_of_its_own_clock(home):
    add_site(home, "AA", FHIR)
    send(home, "AA", {"march/Encounter.ndjson": lines(encounter("1"))})
    assert visits(home, "CAST(visit_date AS VARCHAR), utc_offset_min") == [("2025-03-01", -300)]


def test_what_a_file_says_of_others_reaches_them_whenever_it_comes(home):
    add_site(home, "AA", FHIR)
    send(home, "AA", {"march/Encounter.ndjson": lines(encounter("1"))})
    before = visits(home)
    send(home, "AA", {"april/Condition.ndjson": lines(condition("1", "G43.709"))})
    after = visits(home)
    assert [codes for _, codes in before] == [None]
    assert [codes for _, codes in after] == ["icd10:G43.709"]


def test_a_resource_taken_back_in_the_folder_deleted_is_gone(home):
    add_site(home, "AA", FHIR)
    send(home, "AA", {"march/Encounter.ndjson": lines(encounter("1"), encounter("2"))})
    assert len(visits(home)) == 2
    taken_back = {
        "resourceType": "Bundle",
        "type": "transaction",
        "meta": {"lastUpdated": "2025-04-01T10:00:00Z"},
        "entry": [{"request": {"method": "DELETE", "url": "Encounter/1"}}],
    }
    send(home, "AA", {"april/deleted/Encounter.ndjson": lines(taken_back)})
    assert len(visits(home)) == 1
    # The line of the deletion is asked for a visit, and for a therapy.
    assert arrive(home).counts("AA") == (4, 4, 0, 0)


@pytest.mark.parametrize("told", [{"name": [{"family": "Marple"}]}, {"telecom": [{"value": "1"}]}])
def test_people_with_names_are_refused_and_no_byte_of_a_resource_is_kept(home, told):
    add_site(home, "AA", FHIR)
    person = {"resourceType": "Patient", "id": "patient-1", "gender": "female", **told}
    named = encounter("1", participant=[{"individual": {"display": "Doctor Watson"}}])
    send(
        home, "AA", {"march/Patient.ndjson": lines(person), "march/Encounter.ndjson": lines(named)}
    )
    arrived = arrive(home)
    assert arrived.counts("AA") == (2, 1, 1, 0)
    assert "file.identifiers" in arrived.rules("AA")
    kept = [p for folder in ("vault", "lake") for p in (home / folder).rglob("*") if p.is_file()]
    assert not [p for p in kept if b"Watson" in p.read_bytes() or b"Marple" in p.read_bytes()]


@pytest.mark.parametrize(
    ("born", "counts", "rules"),
    [("1980", (1, 1, 0, 0), set()), ("1980-02-03", (1, 0, 1, 0), {"privacy.birth_date"})],
)
def test_a_year_of_birth_comes_in_and_a_day_of_birth_does_not(home, born, counts, rules):
    add_site(home, "AA", FHIR)
    person = {"resourceType": "Patient", "id": "patient-1", "birthDate": born}
    send(home, "AA", {"march/Patient.ndjson": lines(person)})
    arrived = arrive(home)
    assert arrived.counts("AA") == counts
    assert arrived.rules("AA") == rules


VISIT = "VISIT_OCCURRENCE_ID,PERSON_ID,VISIT_CONCEPT_ID,VISIT_START_DATE"


def test_a_column_that_names_people_is_suffered_while_nothing_stands_in_it(home):
    add_site(home, "AA", OMOP)
    person = "PERSON_ID,GENDER_CONCEPT_ID,YEAR_OF_BIRTH,BIRTH_DATETIME"
    send(home, "AA", {"march/person.csv": csv_of("1,8532,1980,", header=person)})
    assert arrive(home).counts("AA") == (1, 1, 0, 0)
    add_site(home, "BB", OMOP)
    full = csv_of("1,8532,1980,1980-02-03 00:00:00", header=person)
    send(home, "BB", {"march/person.csv": full})
    assert arrive(home).rules("BB") == {"file.identifiers"}


def test_a_file_without_the_columns_its_format_needs_is_refused_by_name(home):
    add_site(home, "AA", OMOP)
    send(home, "AA", {"march/VISIT_OCCURRENCE.csv": csv_of("1,1", header="PERSON_ID,OTHER")})
    assert arrive(home).rules("AA") == {"file.columns"}


def test_lines_outside_a_contract_are_counted_as_read_and_files_looked_into_as_theirs(home):
    add_site(home, "AA", OMOP)
    files = {
        "visit_occurrence.csv": csv_of("7,1,9202,2025-03-01", header=VISIT),
        "observation.csv": csv_of(
            "1,4,2025-03-01,5",
            header="person_id,observation_concept_id,observation_date,value_as_number",
        ),
        "concept.csv": csv_of("9202,Visit,OP", header="concept_id,vocabulary_id,concept_code"),
    }
    send(home, "AA", {f"march/{name}": data for name, data in files.items()})
    arrived = arrive(home)
    with arrived.run.open_build() as build:
        told = build.execute(
            "SELECT file_name, contract, rows_in, rows_outside FROM ledger.file_use "
            "WHERE site_code = 'AA' ORDER BY ALL"
        ).fetchall()
    assert told == [
        ("concept.csv", "looked_up", 1, 1),
        ("observation.csv", "questionnaire", 1, 1),
        ("visit_occurrence.csv", "visit", 1, 0),
    ]
    assert arrived.counts("AA") == (3, 3, 0, 0)
