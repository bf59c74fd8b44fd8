"""A person leaves every file of a foreign format: their own rows, and rows that lead to them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flows.run import open_run
from flows.withdraw import withdraw
from triggerscape.cohort.deliveries import write_deliveries
from triggerscape.cohort.population import make_population
from triggerscape.cohort.truth import default_truth
from triggerscape.delivery.inbox import find_deliveries
from triggerscape.delivery.sources.format_names import format_names
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.workspace import Workspace

OF_NOBODY = {
    "words",
    "concept",
    "concept_ancestor",
    "cdm_source",
    "clarity_dep",
    "dx_code",
}
"""Kinds of files that tell of words, codes and places, and of no person."""
CLINICAL = {"fhir": "Encounter", "omop": "visit_occurrence", "synthea": "encounters"}
CLINICAL["claims"] = "medical_claim"


def contents(folder: Path) -> dict[str, list[bytes]]:
    """The lines of every file of data below a folder."""
    return {
        path.name: path.read_bytes().splitlines(keepends=True)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


@pytest.mark.parametrize("name", format_names())
def test_every_kind_of_file_says_whose_its_rows_are(name: str):
    source = read_format(name)
    for table in source.tables.values():
        is_somebodys = table.person is not None or bool(table.owners)
        assert is_somebodys is (table.name not in OF_NOBODY), table.name
        assert table.view is not None or table.person in (None, *table.columns)
        assert {owner.kind for owner in table.owners} <= set(source.tables)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    population = make_population(40, 196, 2, 31, default_truth())
    folder = tmp_path_factory.mktemp("foreign")
    for name in CLINICAL:
        write_deliveries(population, folder / name, file_format=name)
        Workspace(folder / name).create()
    return {name: folder / name for name in CLINICAL}


@pytest.mark.parametrize(
    "name",
    ["fhir", "omop", *(pytest.param(one, marks=pytest.mark.long) for one in ("synthea", "claims"))],
)
def test_every_line_of_theirs_goes_and_every_other_stays(homes: dict[str, Path], name: str):
    run = open_run(Workspace(homes[name]))
    inbox = run.workspace.inbox / "S01"
    before = contents(inbox)
    visits = b"".join(before[next(n for n in before if n.startswith(CLINICAL[name]))])
    who = max(set(re.findall(rb"\b1000000\d\d\b", visits)), key=visits.count)
    theirs = re.compile(rb"(?<![0-9A-Za-z-])0*" + who + rb"(?![0-9A-Za-z-])")
    done = withdraw(run, "S01", [who.decode()])
    after = contents(inbox)
    wanted = {n: [line for line in told if not theirs.search(line)] for n, told in before.items()}
    assert done.files_rewritten == sum(before[n] != wanted[n] for n in before) >= 3
    assert after == wanted
    for delivery in find_deliveries(run.workspace.inbox, "S01"):
        assert delivery.is_attested, delivery.sentences


def site(home: Path, profile: str, files: dict[str, str]) -> Path:
    """A workspace of one site with these files in its inbox; gives back their folder."""
    Workspace(home).create()
    (home / "sites" / "SITE.toml").write_text(f'site_code = "SITE"\n{profile}', encoding="utf-8")
    folder = home / "inbox" / "SITE" / "march"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def tabbed(*rows: str) -> str:
    return "".join(f"{row.replace(' ', chr(9)).replace('_at_', ' 12:00:00 AM')}\n" for row in rows)


def test_epic_charges_and_diagnoses_follow_the_patient(tmp_path: Path):
    day_1, day_2 = "3/4/2025_at_", "3/5/2025_at_"
    contacts = [
        "PAT_ID PAT_ENC_CSN_ID CONTACT_DATE APPT_STATUS_C_NAME ACCOUNT_ID DEPARTMENT_ID",
        f"Z01 500 {day_1} Completed A1 D1",
        f"Z02 501 {day_2} Completed A1 D1",  # of the same family: one account
        f"Z01 502 {day_2} Completed A2 D1",
    ]
    charges = [
        "TX_ID SERVICE_DATE TX_TYPE_C_NAME ACCOUNT_ID DEPARTMENT_ID PROC_ID",
        f"1 {day_1} Charge A1 D1 97140",  # theirs by the day
        f"2 {day_2} Charge A1 D1 97140",  # of the other
        f"3 {day_1} Charge A2 D9 97140",  # theirs by the account
        "4 4/4/2025_at_ Charge A1 D9 97140",  # of nobody that can be told
    ]
    diagnoses = ["PAT_ENC_CSN_ID DX_ID", "500 11", "501 12", "502 11"]
    starts = [
        "PAT_ENC_CSN_ID PROV_START_TIME",
        "500 3/4/2025_at_",
        "501 3/5/2025_at_",
    ]
    folder = site(
        tmp_path / "home",
        'format = "epic"\n[file]\ndelimiter = "\\t"\nunquoted = true\n',
        {
            "PAT_ENC.tsv": tabbed(*contacts),
            "ARPB_TRANSACTIONS.tsv": tabbed(*charges),
            "PAT_ENC_DX.tsv": tabbed(*diagnoses),
            "PAT_ENC_APPT.tsv": tabbed(*starts),
        },
    )
    withdraw(open_run(Workspace(tmp_path / "home")), "SITE", ["Z01"])
    assert {name: b"".join(lines).decode() for name, lines in contents(folder).items()} == {
        "PAT_ENC.tsv": tabbed(contacts[0], contacts[2]),
        "ARPB_TRANSACTIONS.tsv": tabbed(charges[0], charges[2], charges[4]),
        "PAT_ENC_DX.tsv": tabbed(diagnoses[0], diagnoses[2]),
        "PAT_ENC_APPT.tsv": tabbed(starts[0], starts[2]),
    }


def test_fhir_deletions_of_what_was_theirs_go_too(tmp_path: Path):
    def resource(kind: str, key: str, who: str | None = None, **more: object) -> str:
        subject = {"subject": {"reference": f"Patient/{who}"}} if who else {}
        return json.dumps({"resourceType": kind, "id": key, **subject, **more}) + "\n"

    def deleted(url: str) -> str:
        request = {"request": {"method": "DELETE", "url": url}}
        return json.dumps({"resourceType": "Bundle", "type": "history", "entry": [request]}) + "\n"

    theirs = {
        "Patient.000.ndjson": resource("Patient", "77"),
        "Encounter.000.ndjson": resource("Encounter", "e-1", "77"),
        # Without a code its view makes no row of it; it is a resource of theirs all the same.
        "Condition.000.ndjson": resource("Condition", "c-1", "77"),
        "deleted/Bundle.000.ndjson": deleted("Encounter/e-1") + deleted("Patient/77"),
    }
    others = {
        "Patient.000.ndjson": resource("Patient", "78"),
        "Encounter.000.ndjson": resource("Encounter", "e-2", "78"),
        "Condition.000.ndjson": "",
        "deleted/Bundle.000.ndjson": deleted("Encounter/e-2") + deleted("Encounter/e-77"),
    }
    folder = site(
        tmp_path / "home",
        'format = "fhir"\n',
        {name: theirs[name] + others[name] for name in theirs},
    )
    # A short number is filled with zeros by the mappings: written either way it is the same key.
    done = withdraw(open_run(Workspace(tmp_path / "home")), "SITE", ["000077"])
    assert (done.files_rewritten, done.files_removed) == (3, 1)
    found = {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.ndjson")
    }
    assert found == {name: text for name, text in others.items() if text}


def test_an_app_and_its_days_of_coverage(tmp_path: Path):
    entries = ["person_key,full_date,mood,activities", "p-1,2025-03-01,good,stress"]
    coverage = ["person_key,from_date,to_date,basis", "p-1,2025-03-01,2025-03-09,study_period"]
    words = "word,contract_column,value\nstress,triggers_present,stress\n"
    theirs = ["p-2,2025-03-01,bad,stress", "p-2,2025-03-01,2025-03-09,study_period"]
    folder = site(
        tmp_path / "home",
        'entry_basis = "event_log"\nformat = "daylio"\n',
        {
            "daylio_export.csv": "\n".join([*entries, theirs[0], ""]),
            "diary_coverage.csv": "\n".join([*coverage, theirs[1], ""]),
            "words.csv": words,
        },
    )
    withdraw(open_run(Workspace(tmp_path / "home")), "SITE", ["p-2"])
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "daylio_export.csv": "\n".join([*entries, ""]),
        "diary_coverage.csv": "\n".join([*coverage, ""]),
        "words.csv": words,
    }


def test_a_mapping_row_for_row(tmp_path: Path):
    told = (
        'entry_basis = "daily_prompt"\n[dates]\nrelative = true\n'
        '[feeds.diary]\nfiles = "kostecki*"\nmapping = "kostecki_dillon/diary"\n'
    )
    header = "id,time,dos,hatype,age,airq,medication,headache,sex"
    lines = [f"{who},{day},1,Aura,30,9,none,yes,female" for who in (7, 8) for day in (1, 2)]
    folder = site(tmp_path / "home", told, {"kostecki_dillon.csv": "\n".join([header, *lines, ""])})
    withdraw(open_run(Workspace(tmp_path / "home")), "SITE", ["kd-0007"])
    assert (folder / "kostecki_dillon.csv").read_text() == "\n".join([header, *lines[2:], ""])
