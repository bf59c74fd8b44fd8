"""A sample of a foreign format is known by its name and header, and its draft names the format."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from triggerscape.delivery.drafts.foreign_samples import foreign_sample
from triggerscape.delivery.drafts.new_site import draft_site
from triggerscape.delivery.profiles.reading import read_profile
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.workspace import Workspace

VISITS = read_format("omop").tables["visit_occurrence"]


def frame(*headers: str, **cells: str) -> pl.DataFrame:
    given = dict.fromkeys(headers, "1") | cells
    return pl.DataFrame({name: [cell] for name, cell in given.items()})


@pytest.mark.parametrize(
    "name", ["visit_occurrence.csv", "VISIT_OCCURRENCE.CSV", "visit_occurrence.csv.gz"]
)
def test_a_file_is_known_by_its_name_and_the_columns_it_must_have(name: str) -> None:
    found = foreign_sample(name, frame(*(column.upper() for column in VISITS.required)))
    assert found is not None
    assert found.label == "omop visit_occurrence"


def test_neither_the_name_alone_nor_the_header_alone_is_enough() -> None:
    assert foreign_sample("visit_occurrence.csv", frame("a", "b")) is None
    assert foreign_sample("diary.csv", frame(*VISITS.required)) is None


def test_our_own_files_are_of_no_foreign_format() -> None:
    person = frame("site_code", "person_key", "birth_year", "sex", "diagnosis")
    assert foreign_sample("person.csv", person) is None


def test_lines_of_fhir_are_known_by_the_type_of_their_resources() -> None:
    lines = frame("id", "status", resourceType="Encounter")
    found = foreign_sample("Encounter.ndjson", lines)
    assert found is not None
    assert found.label.startswith("fhir ")
    other = frame("id", "status", resourceType="Observation")
    assert foreign_sample("Encounter.ndjson", other) is None


def test_the_draft_names_the_format_and_asks_for_the_time_zone_and_the_sites_own_codes(
    tmp_path: Path,
) -> None:
    sample = tmp_path / "visit_occurrence.csv"
    sample.write_text(",".join(VISITS.required) + "\n" + ",".join("1" for _ in VISITS.required))
    site = draft_site(Workspace(tmp_path / "home"), "S01", sample, None)
    profile = read_profile(Path(site.profile))
    assert (profile.format, profile.therapy_codes, profile.columns) == ("omop", {}, {})
    assert {"format", "timezone", "therapy_codes.local:*"} <= set(profile.unconfirmed)
    assert (site.contract, site.missing, site.unknown) == ("omop visit_occurrence", (), ())


def test_lines_of_resources_have_no_delimiter_to_guess(tmp_path: Path) -> None:
    sample = tmp_path / "Encounter.ndjson"
    line = '{"resourceType":"Encounter","id":"e-%d","text":"a|b|c|d"}\n'
    sample.write_text("".join(line % number for number in range(40)))
    site = draft_site(Workspace(tmp_path / "home"), "S01", sample, None)
    profile = read_profile(Path(site.profile))
    assert (profile.format, profile.delimiter) == ("fhir", ",")
    assert profile.unconfirmed == ("timezone", "format", "therapy_codes.local:*")


def test_whoever_names_a_contract_gets_a_draft_of_that_contract(tmp_path: Path) -> None:
    sample = tmp_path / "visit_occurrence.csv"
    sample.write_text(",".join(VISITS.required) + "\n" + ",".join("1" for _ in VISITS.required))
    site = draft_site(Workspace(tmp_path / "home"), "S01", sample, "visit")
    assert site.contract == "visit"
    assert read_profile(Path(site.profile)).format is None
