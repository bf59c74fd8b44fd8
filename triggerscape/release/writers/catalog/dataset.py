"""catalog.jsonld: the release as a dataset in DCAT-AP and HealthDCAT-AP.

Columns are described by datapackage.json alone: CSVW would say the same a second time, and two
descriptions can differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from triggerscape.contract.language import Table
from triggerscape.contract.releases.burden import BURDEN_SITE_WINDOW
from triggerscape.contract.releases.references import DIM_SITE
from triggerscape.release.info import ReleaseInfo, Steward
from triggerscape.release.writers.catalog.files import PAGE_KINDS, TABLE_KINDS, distribution
from triggerscape.release.writers.catalog.json_ld import (
    AUTHORITY,
    CONTEXT,
    day,
    english,
    link,
    whole,
)
from triggerscape.release.writers.catalog.people import people_facts
from triggerscape.release.writers.checksums import files_of

_MIGRAINE = "http://www.wikidata.org/entity/Q133823"
# Where the definitions and the units of the tables come from.
_CODING_SYSTEMS = {
    "https://ichd-3.org/": "International Classification of Headache Disorders, 3rd edition",
    "http://unitsofmeasure.org": "Unified Code for Units of Measure",
}
_KEYWORDS = ("migraine", "headache diary", "migraine triggers", "migraine therapies")


def catalog(
    tables: Mapping[str, pl.DataFrame],
    contracts: tuple[Table, ...],
    info: ReleaseInfo,
    release_id: str,
    folder: Path,
) -> dict[str, Any]:
    """The release as a ``dcat:Dataset`` in JSON-LD, with the files that are in the folder by now.

    Without a base address every address is relative to the file itself.
    """
    steward = info.steward
    base = {"@base": f"{steward.base_url}{release_id}/"} if steward.base_url else {}
    return {
        "@context": {**base, **CONTEXT},
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{steward.base_url}{release_id}",
        "dct:title": english(f"{info.title}, release {release_id}"),
        "dct:description": english(_description(info, len(contracts))),
        **_stewardship(steward),
        **_subject(info, release_id),
        "dct:temporal": _period(tables[BURDEN_SITE_WINDOW.name], info),
        "dpv:hasData": link("dpv:NonPersonalData"),
        "healthdcatap:numberOfRecords": whole(sum(tables[t.name].height for t in contracts)),
        **people_facts(tables, contracts),
        "healthdcatap:populationCoverage": english(
            f"People with a headache diary at {tables[DIM_SITE.name].height} sites"
        ),
        "foaf:page": link("RELEASE.md"),
        "healthdcatap:analytics": _distributions(folder, set(PAGE_KINDS), steward),
        "dcat:distribution": _distributions(folder, set(TABLE_KINDS), steward),
    }


def _stewardship(steward: Steward) -> dict[str, Any]:
    said: dict[str, Any] = {"dct:accessRights": link(f"{AUTHORITY}/access-right/{steward.access}")}
    if steward.publisher:
        page = {"foaf:homepage": link(steward.publisher_page)} if steward.publisher_page else {}
        said["dct:publisher"] = {"@type": "foaf:Agent", "foaf:name": steward.publisher, **page}
    if steward.contact_email:
        email = link(f"mailto:{steward.contact_email}")
        said["dcat:contactPoint"] = {"@type": "vcard:Kind", "vcard:hasEmail": email}
    if steward.legislation:
        said["dcatap:applicableLegislation"] = [link(act) for act in steward.legislation]
    return said


def _subject(info: ReleaseInfo, release_id: str) -> dict[str, Any]:
    kind = "SYNTHETIC_DATA" if info.is_synthetic else "STATISTICAL"
    return {
        "dct:type": link(f"{AUTHORITY}/dataset-type/{kind}"),
        "dct:language": link(f"{AUTHORITY}/language/ENG"),
        "dcat:theme": link(f"{AUTHORITY}/data-theme/HEAL"),
        "dcat:keyword": [english(word) for word in _KEYWORDS],
        "dcat:version": release_id,
        "dct:provenance": {
            "@type": "dct:ProvenanceStatement",
            "rdfs:label": f"triggerscape {info.code_version}, run {info.run_id}",
        },
        "healthdcatap:healthTheme": link(_MIGRAINE),
        "healthdcatap:hasCodingSystem": [
            {"@id": address, "@type": "dct:Standard", "dct:title": name}
            for address, name in _CODING_SYSTEMS.items()
        ],
    }


def _description(info: ReleaseInfo, tables: int) -> str:
    made_up = " A made-up population: nothing in it describes a real person."
    return (
        f"{tables} tables about what comes before migraine attacks and what helps against them, "
        f"from headache diaries and clinic visits up to {info.as_of.isoformat()}. One row is one "
        f"estimate with its 95% interval; rows about fewer than {info.threshold} people are "
        f"hidden.{made_up if info.is_synthetic else ''}"
    )


def _period(burden: pl.DataFrame, info: ReleaseInfo) -> dict[str, Any]:
    """From the first published window of the calendar, where there is one, to the last day."""
    first = burden["window_start"].min()
    start = {"dcat:startDate": day(first)} if isinstance(first, date) else {}
    return {"@type": "dct:PeriodOfTime", **start, "dcat:endDate": day(info.as_of)}


def _distributions(folder: Path, kinds: set[str], steward: Steward) -> list[dict[str, Any]]:
    names = [name for name in files_of(folder) if Path(name).suffix in kinds]
    return [distribution(folder, name, steward.licence) for name in names]


def stated_checksums(entry: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 a catalogue entry gives for each file, by the file's path in the release."""
    return {
        one["dcat:downloadURL"]["@id"]: one["spdx:checksum"]["spdx:checksumValue"]["@value"]
        for one in [*entry["dcat:distribution"], *entry["healthdcatap:analytics"]]
    }
