"""What lies in the inbox: deliveries, their manifests, and which contract each file belongs to."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from triggerscape.contract.catalogue import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from triggerscape.delivery.profiles.profile import SiteProfile

SUFFIXES = (".csv", ".csv.gz", ".tsv", ".parquet")
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Promise:
    """What a manifest says about one file."""

    sha256: str
    rows: int


@dataclass(frozen=True)
class Delivery:
    """The files a site sent together. Without a manifest it is unattested."""

    site_code: str
    delivery_id: str
    files: tuple[Path, ...]
    extracted_at: dt.datetime | None = None
    is_attested: bool = False
    promises: Mapping[str, Promise] = field(default_factory=dict)
    fault: str = ""
    is_of_other_site: bool = False


@dataclass(frozen=True)
class Use:
    """One use of a file: the contract it feeds, and the foreign mapping if there is one."""

    contract: str
    mapping: str | None


def find_deliveries(inbox: Path, site_code: str) -> list[Delivery]:
    """Every delivery of a site, by name: each folder in its inbox, each loose file by itself."""
    folder = inbox / site_code
    if not folder.is_dir():
        return []
    found = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            files = tuple(sorted(path for path in entry.iterdir() if _is_data(path)))
            found.append(_with_manifest(site_code, entry, files))
        elif _is_data(entry):
            found.append(Delivery(site_code, entry.name.split(".")[0], (entry,)))
    return found


def _is_data(path: Path) -> bool:
    return path.is_file() and path.name.lower().endswith(SUFFIXES)


def _with_manifest(site_code: str, folder: Path, files: tuple[Path, ...]) -> Delivery:
    path = folder / MANIFEST
    if not path.exists():
        return Delivery(site_code, folder.name, files)
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        promises = {
            file["name"]: Promise(str(file["sha256"]), int(file["rows"]))
            for file in manifest["files"]
        }
        extracted = dt.datetime.fromisoformat(manifest["extracted_at"])
    except (ValueError, KeyError, TypeError) as error:
        fault = f"manifest.json cannot be read ({type(error).__name__})"
        return Delivery(site_code, folder.name, files, fault=fault)
    if extracted.tzinfo is not None:
        extracted = extracted.astimezone(dt.UTC).replace(tzinfo=None)
    fault = ""
    is_of_other_site = manifest.get("site_code") != site_code
    if is_of_other_site:
        fault = "manifest.json names another site than the folder"
    missing = sorted(set(promises) - {file.name for file in files})
    if missing:
        fault = f"manifest.json promises files that are not there: {', '.join(missing)}"
    return Delivery(
        site_code,
        folder.name,
        files,
        extracted_at=extracted,
        is_attested=not fault,
        promises=promises,
        fault=fault,
        is_of_other_site=is_of_other_site,
    )


def uses_of(file: Path, profile: SiteProfile) -> list[Use]:
    """The contracts a file feeds: by the profile's feeds first, else by its name.

    ``diary_2026-09.csv.gz`` feeds diary, ``diary_coverage.csv`` feeds diary_coverage: the longest
    contract name that begins the file name wins.
    """
    declared = [
        Use(feed.contract, feed.mapping)
        for feed in profile.feeds
        if fnmatchcase(file.name, feed.files)
    ]
    if declared:
        return declared
    stem = file.name.split(".")[0].lower()
    for contract in sorted(INPUTS, key=len, reverse=True):
        if stem == contract or stem.startswith((f"{contract}_", f"{contract}-")):
            return [Use(contract, None)]
    return []
