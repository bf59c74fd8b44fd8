"""The catalogue entry: complete for a harvester, true to the files, and silent about the unsaid."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fixture_tables import INFO, few_tables

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.release.info import Steward
from triggerscape.release.shape import released_tables
from triggerscape.release.writers.catalog.dataset import catalog, stated_checksums
from triggerscape.release.writers.csv_file import write_csv

RELEASE_ID = "2026-06-28.1"
TABLES = released_tables(few_tables(), INFO, RELEASE_ID)
STEWARD = Steward(
    publisher="Headache Network of Somewhere",
    publisher_page="https://headache.example/",
    contact_email="data@headache.example",
    base_url="https://headache.example/releases/",
    licence="https://creativecommons.org/licenses/by/4.0/",
    access="PUBLIC",
    legislation=("http://data.europa.eu/eli/reg/2025/327/oj",),
)
RANGES = {
    "xsd:date": r"\d{4}-\d{2}-\d{2}",
    "xsd:nonNegativeInteger": r"\d+",
    "xsd:hexBinary": r"[0-9a-f]{64}",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("release")
    (path / "csv").mkdir()
    for table in PUBLISHED[:3]:
        write_csv(TABLES[table.name], table, path / "csv" / f"{table.short_name}.csv")
    (path / "dashboard.html").write_text("<!doctype html>", encoding="utf-8")
    (path / "RELEASE.md").write_text("# notes", encoding="utf-8")
    (path / "datapackage.json").write_text("{}", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def entry(folder) -> dict[str, Any]:
    return catalog(TABLES, PUBLISHED, INFO, RELEASE_ID, folder)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the entry, itself first, the context left out."""
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key != "@context":
                yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_a_reader_needs_no_network_to_know_a_word(entry):
    """The context is written out, and every prefix in use is in it."""
    context = entry["@context"]
    assert all(isinstance(address, str) for address in context.values())
    words = [key for node in nodes(entry) for key in node if not key.startswith("@")]
    words += [node["@type"] for node in nodes(entry) if "@type" in node]
    words += [n["@id"] for n in nodes(entry) if re.match(r"\w+:(?!//)", n.get("@id", ""))]
    assert {word.split(":")[0] for word in words} <= set(context)
    assert all(context[prefix].endswith(("#", "/")) for prefix in context)


def test_what_dcat_ap_requires_is_there(entry):
    """DCAT-AP 3.0.1: title and description of a dataset, an address to have a distribution by."""
    assert entry["@type"] == "dcat:Dataset"
    assert all(entry[name]["@value"] for name in ("dct:title", "dct:description"))
    assert entry["dcat:distribution"]
    for distribution in [*entry["dcat:distribution"], *entry["healthdcatap:analytics"]]:
        assert distribution["@type"] == "dcat:Distribution"
        assert distribution["dcat:accessURL"]["@id"]


def test_values_are_written_as_their_type_demands(entry):
    typed = [node for node in nodes(entry) if "@value" in node and "@type" in node]
    assert typed
    assert all(re.fullmatch(RANGES[node["@type"]], node["@value"]) for node in typed)


def test_every_table_file_is_named_with_its_size_and_checksum(entry, folder):
    names = [one["dcat:downloadURL"]["@id"] for one in entry["dcat:distribution"]]
    assert names == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.csv"))
    for one in entry["dcat:distribution"]:
        content = (folder / one["dcat:downloadURL"]["@id"]).read_bytes()
        assert one["dcat:byteSize"]["@value"] == str(len(content))
        digest = one["spdx:checksum"]["spdx:checksumValue"]["@value"]
        assert digest == hashlib.sha256(content).hexdigest()
    (page,) = entry["healthdcatap:analytics"]
    assert page["dcat:downloadURL"]["@id"] == "dashboard.html"


def test_the_checksums_it_states_can_be_asked_for(entry, folder):
    """What verification compares with the files."""
    stated = stated_checksums(json.loads(json.dumps(entry)))
    assert set(stated) == {"dashboard.html", *(f"csv/{t.short_name}.csv" for t in PUBLISHED[:3])}
    for name, digest in stated.items():
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest()


def test_it_says_how_much_there_is_from_the_published_tables_alone(entry):
    rows = sum(TABLES[table.name].height for table in PUBLISHED)
    assert entry["healthdcatap:numberOfRecords"]["@value"] == str(rows)
    people = int(entry["healthdcatap:numberOfUniqueIndividuals"]["@value"])
    printed = {
        number
        for table in PUBLISHED
        if "n_people" in table.column_names
        for number in TABLES[table.name]["n_people"].drop_nulls()
    }
    assert people in printed
    assert people % INFO.rounding_base == 0


def population(rows: list[tuple[str, int | None]]) -> dict[str, pl.DataFrame]:
    frame = pl.DataFrame(rows, schema={"age_band": pl.String, "n_people": pl.Int64}, orient="row")
    frame = frame.with_columns(
        scope_id=pl.lit("all"),
        sex=pl.lit("all"),
        status=pl.when(pl.col("n_people").is_null()).then(pl.lit("c")).otherwise(pl.lit("ok")),
    )
    return {**TABLES, "pub.population": frame}


@pytest.mark.parametrize(
    ("bands", "lowest", "highest"),
    [
        ([("18 to 29", 40), ("30 to 44", 60)], "18", "44"),
        ([("under 18", None), ("18 to 29", 40), ("30 to 44", 60)], "18", "44"),
        ([("under 18", 20), ("18 to 29", 40)], None, "29"),
        ([("30 to 44", 60), ("60 and over", 40)], "30", None),
        ([("unknown", 100)], None, None),
    ],
)
def test_people_and_ages_are_those_of_the_population_table(folder, bands, lowest, highest):
    tables = population([("all", 100), *bands])
    contracts = tuple(table for table in PUBLISHED if table.name != "pub.population")
    entry = catalog(tables, contracts, INFO, RELEASE_ID, folder)
    told = [
        entry.get(f"healthdcatap:{name}", {}).get("@value")
        for name in ("numberOfUniqueIndividuals", "minTypicalAge", "maxTypicalAge")
    ]
    assert told == ["100", lowest, highest]


def test_what_nobody_said_is_not_made_up(entry):
    unsaid = {"dct:publisher", "dcat:contactPoint", "dcatap:applicableLegislation", "dct:spatial"}
    assert not unsaid & set(entry)
    assert not [node for node in nodes(entry) if "dct:license" in node]
    assert entry["dct:accessRights"]["@id"].endswith("/NON_PUBLIC")
    assert "@base" not in entry["@context"]


def test_what_the_steward_said_is_told(folder):
    entry = catalog(TABLES, PUBLISHED, replace(INFO, steward=STEWARD), RELEASE_ID, folder)
    assert entry["@context"]["@base"] == "https://headache.example/releases/2026-06-28.1/"
    assert entry["dct:publisher"]["foaf:name"] == STEWARD.publisher
    assert entry["dcat:contactPoint"]["vcard:hasEmail"]["@id"] == "mailto:data@headache.example"
    assert entry["dct:accessRights"]["@id"].endswith("/access-right/PUBLIC")
    assert entry["dcatap:applicableLegislation"] == [{"@id": STEWARD.legislation[0]}]
    assert all(d["dct:license"]["@id"] == STEWARD.licence for d in entry["dcat:distribution"])


def test_a_made_up_population_is_called_so(entry, folder):
    assert entry["dct:type"]["@id"].endswith("/SYNTHETIC_DATA")
    assert "made-up" in entry["dct:description"]["@value"]
    real = catalog(TABLES, PUBLISHED, replace(INFO, is_synthetic=False), RELEASE_ID, folder)
    assert real["dct:type"]["@id"].endswith("/STATISTICAL")
    assert "made-up" not in real["dct:description"]["@value"]


def test_the_period_runs_from_the_first_window_to_the_last_day(entry, folder):
    starts = TABLES["pub.burden_site_window"]["window_start"]
    period = entry["dct:temporal"]
    assert date.fromisoformat(period["dcat:startDate"]["@value"]) == starts.min()
    assert period["dcat:endDate"]["@value"] == INFO.as_of.isoformat()
    undated = TABLES["pub.burden_site_window"].with_columns(window_start=pl.lit(None, pl.Date))
    tables = {**TABLES, "pub.burden_site_window": undated}
    entry = catalog(tables, PUBLISHED, INFO, RELEASE_ID, folder)
    assert "dcat:startDate" not in entry["dct:temporal"]


def test_the_same_folder_gives_the_same_text(entry, folder):
    again = catalog(dict(reversed(TABLES.items())), PUBLISHED, INFO, RELEASE_ID, folder)
    assert json.dumps(again) == json.dumps(entry)
