"""Plant faults in deliveries that lie in an inbox, and say exactly where each one is."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from triggerscape.cohort.fault_kinds import FAULT_KINDS, MISSHAPEN, FaultKind, Row, Words
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import read_profile


@dataclass(frozen=True, order=True)
class Fault:
    """One planted fault: ``row`` counts the records after the header from 1."""

    site_code: str
    delivery_id: str
    file_name: str
    contract: str
    row: int
    column: str
    rule: str


def plant_faults(home: Path, *, seed: int = 0) -> list[Fault]:
    """Spoil one row per fault kind in every CSV file of the inbox; manifests stay truthful.

    Gives back every fault, sorted. Rows are chosen by ``seed``, each row is spoiled at most once,
    and files of other kinds or of a foreign format are left alone.
    """
    faults: list[Fault] = []
    for path in sorted((home / "sites").glob("*.toml")):
        profile = read_profile(path)
        for folder in sorted((home / "inbox" / profile.site_code).iterdir()):
            for file in sorted(folder.glob("*.csv*")):
                if _is_foreign(file, folder):
                    continue
                faults += _plant_in_file(file, profile, seed)
            _tell_manifest(folder)
    return sorted(faults)


def _is_foreign(file: Path, folder: Path) -> bool:
    """True where the manifest names no contract: a foreign format decides what the file feeds."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["name"]: entry for entry in manifest["files"]}
    return "contract" not in listed[file.name]


def _plant_in_file(file: Path, profile: SiteProfile, seed: int) -> list[Fault]:
    contract = file.name.split(".")[0]
    header, rows = _read(file, profile)
    untouched = len(rows)
    draws = np.random.default_rng([seed, crc32(f"{file.parent.name}/{file.name}".encode())])
    order = [int(place) for place in draws.permutation(untouched)]
    words = _words(profile)
    faults = []
    for kind in FAULT_KINDS:
        if kind.contract != contract or kind.column not in header:
            continue
        place = next((place for place in order if kind.suits(rows[place], words)), None)
        if place is None:
            continue
        order.remove(place)
        spoiled = kind.spoil(rows[place], words)
        if kind.appends:
            rows.append(spoiled)
            place = len(rows) - 1
        else:
            rows[place] = spoiled
        faults.append(_fault(file, profile, contract, place + 1, kind))
    if contract == "diary" and order:
        rows[order[0]] = {**rows[order[0]], "": "one field too many"}
        row = order[0] + 1
        faults.append(
            Fault(profile.site_code, file.parent.name, file.name, contract, row, "", MISSHAPEN)
        )
    _write(file, profile, header, rows)
    return faults


def _fault(file: Path, profile: SiteProfile, contract: str, row: int, kind: FaultKind) -> Fault:
    known = INPUTS[contract].column_names
    column = kind.column if kind.column in known else "sleep_hours"
    rule = kind.rule.replace(f".{kind.column}.", f".{column}.")
    return Fault(profile.site_code, file.parent.name, file.name, contract, row, column, rule)


def _words(profile: SiteProfile) -> Words:
    day_first = profile.date_formats[0].startswith("%d")
    return Words(
        yes=profile.yes_words[0],
        no=profile.no_words[0],
        impossible_date="30/02/2026" if day_first else "2026-02-30",
        far_date="01/01/2031" if day_first else "2031-01-01",
    )


def _read(file: Path, profile: SiteProfile) -> tuple[list[str], list[Row]]:
    data = file.read_bytes()
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode(profile.encoding)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=profile.delimiter)
    rows = list(reader)
    return list(reader.fieldnames or []), rows


def _write(file: Path, profile: SiteProfile, header: list[str], rows: list[Row]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=profile.delimiter, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(list(row.values()))
    data = text.getvalue().encode(profile.encoding)
    file.write_bytes(gzip.compress(data, 6, mtime=0) if file.suffix == ".gz" else data)


def _tell_manifest(folder: Path) -> None:
    """Bring the manifest's fingerprints and counts up to date with the files as they now are."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for listed in manifest["files"]:
        file = folder / listed["name"]
        if ".csv" not in file.suffixes:
            continue
        data = file.read_bytes()
        text = gzip.decompress(data) if file.suffix == ".gz" else data
        listed |= {
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "rows": text.count(b"\n") - 1,
        }
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
