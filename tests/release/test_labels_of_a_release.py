"""What a workspace says of its releases stands in every file that has a place for it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fixture_tables import INFO, few_tables

from triggerscape.disclosure.attack.findings import Report
from triggerscape.disclosure.gate.record import write_record
from triggerscape.release.folder import write_files
from triggerscape.release.info import Steward
from triggerscape.release.shape import released_tables
from triggerscape.release.verification import verify_release
from triggerscape.release.writers.checksums import files_of, write_checksums
from triggerscape.release.writers.report.typesetter import can_set_reports

RELEASE_ID = "2026-06-28.1"
LABELLED = replace(
    INFO,
    title="Migraine in <Somewhere>",
    steward=Steward("Headache Network", contact_email="data@headache.example"),
    has_report=can_set_reports(),
)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labelled")
    tables = released_tables(few_tables(), LABELLED, RELEASE_ID)
    write_files(tables, LABELLED, RELEASE_ID, folder)
    write_record(folder, LABELLED.rule, Report((), {}), tables, None)
    write_checksums(folder)
    return folder


def text_of(release: Path, name: str) -> str:
    return (release / name).read_text(encoding="utf-8")


def test_the_title_stands_on_the_page_and_in_the_notes(labelled):
    assert "<title>Migraine in &lt;Somewhere&gt;, release" in text_of(labelled, "dashboard.html")
    assert text_of(labelled, "RELEASE.md").startswith("# Migraine in <Somewhere>, release")
    assert text_of(labelled, "llms.txt").startswith("# Migraine in <Somewhere>")


def test_programs_are_told_the_title_the_publisher_and_the_contact(labelled):
    package = json.loads(text_of(labelled, "datapackage.json"))
    assert package["title"] == "Migraine in <Somewhere>"
    assert package["contributors"] == [
        {"title": "Headache Network", "email": "data@headache.example", "roles": ["publisher"]}
    ]
    entry = json.loads(text_of(labelled, "catalog.jsonld"))
    assert entry["dct:publisher"]["foaf:name"] == "Headache Network"
    assert entry["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:data@headache.example"}


def test_people_are_told_who_publishes_and_whom_to_ask(labelled):
    said = "Published by Headache Network. Questions go to data@headache.example."
    assert said in text_of(labelled, "RELEASE.md")


def test_a_release_of_which_nobody_said_anything_names_nobody(release):
    assert "contributors" not in json.loads(text_of(release, "datapackage.json"))
    assert "dct:publisher" not in json.loads(text_of(release, "catalog.jsonld"))
    assert "Published by" not in text_of(release, "RELEASE.md")


@pytest.mark.skipif(not can_set_reports(), reason="the extra [pdf] (typst) is not installed")
def test_a_report_is_one_more_file_that_everything_knows_of(labelled, release):
    figures = {name for name in files_of(labelled) if not name.startswith("figures/")}
    plain = {name for name in files_of(release) if not name.startswith("figures/")}
    assert figures - plain == {"report.pdf"}
    assert verify_release(labelled) == []
    assert "  report.pdf\n" in text_of(labelled, "SHA256SUMS")
    entry = json.loads(text_of(labelled, "catalog.jsonld"))
    pages = [one["dcat:downloadURL"]["@id"] for one in entry["healthdcatap:analytics"]]
    assert pages == ["dashboard.html", "report.pdf"]
    assert "- `report.pdf`" in text_of(labelled, "RELEASE.md")
    assert "typst" in json.loads(text_of(labelled, "run.json"))["versions"]


@pytest.mark.skipif(not can_set_reports(), reason="the extra [pdf] (typst) is not installed")
def test_a_report_that_was_touched_is_named(labelled):
    path = labelled / "report.pdf"
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    problems = verify_release(labelled)
    path.write_bytes(content)
    assert "report.pdf has changed" in problems


def test_a_release_without_one_has_no_word_of_it(release):
    assert "report.pdf" not in files_of(release)
    assert "report.pdf" not in text_of(release, "RELEASE.md")
    assert "typst" not in json.loads(text_of(release, "run.json"))["versions"]
