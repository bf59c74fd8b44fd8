"""One population in seven formats: the same people, visits, therapies and answers in each."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
from cohort_files import manifest_of
from foreign_lines import lines_of

from triggerscape.cohort.clinical.answer_lines import answer_lines
from triggerscape.cohort.clinical.carried import as_carried
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.rows.order import frame_of
from triggerscape.cohort.sending.file_formats import CLINICAL
from triggerscape.cohort.truth import default_truth
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.reading import read_profile

CLINICS = ("S01", "S03", "S04", "S06", "S07", "S08", "S09", "S11", "S12")
APPS = ("S02", "S05", "S10")
# Where each format keeps one line a visit that took place, and one a person.
VISITS = {"fhir": "Encounter", "omop": "visit_occurrence", "synthea": "encounters"}


def write(home: Path, file_format: str) -> Path:
    population = make_population(200, 168, 12, 31, default_truth())
    write_deliveries(population, home, file_format=file_format)
    return home


@pytest.fixture(scope="module")
def homes(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("formats")
    return {name: write(folder / name, name) for name in ("parquet", *CLINICAL)}


def contract_rows(homes: dict[str, Path], site: str, contract: str) -> pl.DataFrame:
    """All rows of a contract a site sent, as the contract types them: those of Parquet."""
    files = sorted(homes["parquet"].glob(f"inbox/{site}/*/{contract}.parquet"))
    none = frame_of([], INPUTS[contract])
    return pl.concat([none.clear(), *map(pl.read_parquet, files)], how="diagonal_relaxed")


def sent_lines(home: Path, site: str, table: str) -> list[dict]:
    files = [
        file
        for file in sorted(home.glob(f"inbox/{site}/*/*"))
        if file.name.split(".")[0].lower() == table.lower()
    ]
    return [row for file in files for row in lines_of(file)]


@pytest.mark.parametrize("file_format", CLINICAL)
def test_every_manifest_tells_the_truth_about_its_files(homes, file_format):
    for folder in homes[file_format].glob("inbox/*/*"):
        manifest = manifest_of(folder)
        assert {file["name"] for file in manifest["files"]} == {
            path.name for path in folder.iterdir()
        } - {"manifest.json"}
        for file in manifest["files"]:
            data = (folder / file["name"]).read_bytes()
            assert file["sha256"] == hashlib.sha256(data).hexdigest()
            if "contract" not in file:
                assert file["rows"] == len(lines_of(folder / file["name"]))


@pytest.mark.parametrize("file_format", CLINICAL)
def test_sites_known_by_app_alone_send_what_they_always_do(homes, file_format):
    for site in APPS:
        home = homes[file_format]
        assert manifest_of(next(home.glob(f"inbox/{site}/*")))["source_format"] == "native"
        assert not (set(VISITS.values()) & {p.name for p in home.glob(f"inbox/{site}/*/*")})
        assert "format =" not in (home / f"sites/{site}.toml").read_text()


@pytest.mark.parametrize("file_format", CLINICAL)
def test_a_profile_names_the_format_and_the_meaning_of_the_sites_own_codes(homes, file_format):
    told: set[str] = set()
    for site in CLINICS:
        profile = read_profile(homes[file_format] / f"sites/{site}.toml")
        assert (profile.format, profile.digits_are_pseudonyms) == (file_format, True)
        assert profile.delimiter == ","
        told |= set(profile.therapy_codes.values())
    assert {"omt_cranial", "massage_craniosacral", "laser_class_iv"} <= told


def test_the_site_in_sydney_alone_says_that_it_lies_in_the_south(homes):
    profiles = [read_profile(path) for path in sorted(homes["parquet"].glob("sites/*.toml"))]
    southern = {profile.timezone for profile in profiles if profile.is_southern}
    assert southern == {"Australia/Sydney"}


@pytest.mark.parametrize("site", CLINICS)
def test_people_and_visits_have_the_same_keys_in_every_format(homes, site):
    """The keys of visits that took place; people as each format or our own file names them."""
    people = set(contract_rows(homes, site, "person")["person_key"])
    assert people
    visits = contract_rows(homes, site, "visit").filter(status="completed")["visit_key"]
    for name, key in (("fhir", "id"), ("omop", "person_id")):
        table = "Patient" if name == "fhir" else "person"
        assert {row[key] for row in sent_lines(homes[name], site, table)} == people
    for name in ("synthea", "claims"):
        assert {row["person_key"] for row in sent_lines(homes[name], site, "person")} == people
    told = {
        "fhir": {
            row["id"]
            for row in sent_lines(homes["fhir"], site, "Encounter")
            if row["status"] == "finished"
        },
        "omop": {
            row["visit_occurrence_id"]
            for row in sent_lines(homes["omop"], site, "visit_occurrence")
        },
        "synthea": {row["id"] for row in sent_lines(homes["synthea"], site, "encounters")},
        "claims": {row["claim_id"] for row in sent_lines(homes["claims"], site, "medical_claim")},
    }
    assert all(keys == set(visits) for keys in told.values())


@pytest.mark.parametrize("file_format", CLINICAL)
def test_as_many_therapies_leave_as_the_format_carries(homes, file_format):
    tables = {
        "fhir": ("Procedure", "MedicationRequest"),
        "omop": ("procedure_occurrence", "drug_exposure"),
        "synthea": ("procedures", "medications", "careplans"),
        "claims": ("medical_claim", "pharmacy_claim"),
    }
    total = 0
    for site in CLINICS:
        wanted = as_carried(file_format, "therapy", contract_rows(homes, site, "therapy"))
        sent = [row for t in tables[file_format] for row in sent_lines(homes[file_format], site, t)]
        assert len(sent) == wanted.height
        total += len(sent)
    assert total > 50


@pytest.mark.parametrize("site", CLINICS)
def test_every_answer_and_total_is_sent_in_every_format(homes, site):
    rows = contract_rows(homes, site, "questionnaire")
    # S06 sends means of items in its own files, and sums in a clinic's format.
    mean = pl.when(instrument="hit6").then((pl.col("total") * 6).round()).otherwise("total")
    lines = answer_lines(rows.with_columns(total=mean) if site == "S06" else rows)
    wanted = sorted(
        (one["person_key"], one["completed_on"].isoformat(), one["name"], one["value"])
        for one in lines.iter_rows(named=True)
    )
    fhir = sorted(
        (row["subject"]["reference"][-9:], row["authored"], item["linkId"], answer["valueInteger"])
        for row in sent_lines(homes["fhir"], site, "QuestionnaireResponse")
        for item in row["item"]
        for answer in item["answer"]
    )
    assert fhir == wanted
    omop = sorted(
        (
            row["person_id"],
            row["observation_date"],
            row["observation_source_value"],
            int(row["value_as_number"]),
        )
        for row in sent_lines(homes["omop"], site, "observation")
    )
    assert omop == wanted
    claims = sorted(
        (row["person_id"], row["observation_date"], row["source_code"], int(row["result"]))
        for row in sent_lines(homes["claims"], site, "observation")
    )
    assert claims == wanted
    assert len(sent_lines(homes["synthea"], site, "observations")) == len(wanted)


def test_synthea_says_in_utc_what_fhir_says_with_the_offset_of_the_place(homes):
    """Sydney's mornings are the day before in UTC; both mean the same moment."""
    moved = 0
    for site in CLINICS:
        starts = {
            row["id"]: row["period"]["start"]
            for row in sent_lines(homes["fhir"], site, "Encounter")
        }
        for row in sent_lines(homes["synthea"], site, "encounters"):
            local, utc = starts[row["id"]], row["start"]
            texts = pl.Series([local, utc]).str.to_datetime(time_zone="UTC")
            assert texts[0] == texts[1]
            moved += local[:10] != utc[:10]
    assert moved > 0


def test_some_sites_refer_by_search_and_some_by_id(homes):
    forms = {
        "?" in row["subject"]["reference"]
        for site in CLINICS
        for row in sent_lines(homes["fhir"], site, "Encounter")
    }
    assert forms == {True, False}


def test_standard_codes_stand_beside_the_sites_own(homes):
    codes = {
        coding["system"]
        for site in CLINICS
        for kind, place in (
            ("Procedure", "code"),
            ("MedicationRequest", "medicationCodeableConcept"),
        )
        for row in sent_lines(homes["fhir"], site, kind)
        for coding in row[place]["coding"]
    }
    assert {"http://www.ama-assn.org/go/cpt", "http://www.whocc.no/atc"} < codes


def test_an_appointment_that_came_to_nothing_is_no_claim(homes):
    for site in CLINICS:
        lost = contract_rows(homes, site, "visit").filter(pl.col("status") != "completed")
        booked = sent_lines(homes["claims"], site, "appointment")
        assert sorted(row["appointment_id"] for row in booked) == sorted(lost["visit_key"])
        claimed = {row["claim_id"] for row in sent_lines(homes["claims"], site, "medical_claim")}
        assert not claimed & set(lost["visit_key"])


def test_json_lines_are_resources_of_one_type_each(homes):
    for file in homes["fhir"].glob("inbox/*/*/*.ndjson"):
        kind = file.name.split(".")[0]
        assert {json.loads(line)["resourceType"] for line in file.open()} == {kind}
