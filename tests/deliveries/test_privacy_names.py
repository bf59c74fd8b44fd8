"""Columns that name a person are known however they are spelt; the contract's own never are."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.guessing.spellings import OPPOSITES, SPELLINGS
from triggerscape.delivery.privacy.identifier_names import is_identifying, refuse_identifiers
from triggerscape.delivery.refusals import FileRefused

IDENTIFYING = (
    "name; PatientLastName; patientlastname; first_name; e-mail address; contact_email_2"
    "; home phone; homePhoneNumber; fax; PatientDOB; dateOfBirth; birth_datetime; SSN; mrn"
    "; health plan number; account_number; driver's license; license plate; device_serial; url"
    "; IP-Address; photo; x_lat; ZIP; street; fingerprint; MED_COMMENTS; Geburts-Datum"
    "; Name des Patienten; Straße; Telefonnummer; Bemerkungen; Prénom; n° de sécurité sociale"
    "; date de naissance; Apellidos; fecha_de_nacimiento; DNI; Cognome; codice fiscale"
    "; Achternaam; BSN; 주민등록번호; 환자명; 전화번호(휴대폰); 생년월일"
).split("; ")
FINE = (
    "drug_name; concept_name; birth_year; year_of_birth; contact_date; location_of_pain; 등록번호"
    "; x_humidity; x_craving; photophobia; headphones; mobile_hours; face_pain; patient_id"
).split("; ")


@pytest.mark.parametrize("header", IDENTIFYING)
def test_a_name_that_tells_is_known_however_it_is_spelt(header: str):
    assert is_identifying(header)
    assert is_identifying(header.lower())  # as the door reads headers


@pytest.mark.parametrize("header", FINE)
def test_a_name_that_only_sounds_so_is_fine(header: str):
    assert not is_identifying(header)


def test_no_column_of_a_contract_and_no_common_spelling_of_one_is_refused():
    columns = [column.name for table in INPUTS.values() for column in table]
    spellings = [
        name for known in (SPELLINGS, OPPOSITES) for names in known.values() for name in names
    ]
    assert [name for name in (*columns, *spellings) if is_identifying(name)] == []


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("synthea-csv-27/encounters.csv", set()),
        ("synthea-csv-27/procedures.csv", set()),
        ("omop54-synthea27nj/csv/VISIT_OCCURRENCE.csv", set()),
        ("omop54-synthea27nj/csv/DRUG_EXPOSURE.csv", set()),
        ("omop54-synthea27nj/csv/PERSON.csv", {"day_of_birth", "birth_datetime"}),
        ("tuva-input-layer/raw_data__medical_claim.csv", set()),
        ("kostecki-dillon/kostecki_dillon.csv", set()),
        (
            "synthea-csv-27/patients.csv",
            set(
                "BIRTHDATE DEATHDATE SSN DRIVERS PASSPORT PREFIX FIRST LAST SUFFIX MAIDEN "
                "BIRTHPLACE ADDRESS CITY COUNTY ZIP LAT LON".split()
            ),
        ),
    ],
)
def test_of_real_files_exactly_the_telling_columns_are_refused(
    shared_data: Callable[[str], Path], file: str, found: set[str]
):
    with shared_data(file).open(encoding="utf-8-sig") as lines:
        headers = next(csv.reader(lines))
    assert {header for header in headers if is_identifying(header)} == found


def test_the_sentence_tells_the_names_of_the_columns():
    with pytest.raises(FileRefused) as refused:
        refuse_identifiers(("person_key", "home phone", "patientlastname"))
    assert refused.value.rule == "file.identifiers"
    assert refused.value.sentence == (
        "columns that identify people: home phone, patientlastname; send without"
    )


@pytest.mark.parametrize("header", ["phone 555-123-4567", "ann@example.org", "943 476 5919"])
def test_a_header_that_is_a_value_is_never_quoted(header: str):
    """Where the line of names is missing, the first person stands in its place."""
    with pytest.raises(FileRefused) as refused:
        refuse_identifiers(("diary_date", header))
    assert header not in refused.value.sentence
    assert "column 2" in refused.value.sentence
