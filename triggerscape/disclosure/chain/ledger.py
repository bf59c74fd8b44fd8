"""The release ledger: a line for every release, each holding the hash of the line before.

A line that was changed, removed or put elsewhere no longer fits its neighbours. The last lines can
be cut off without a trace in the file; so the releases themselves are held against it too.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from triggerscape.errors import DisclosureRefused
from triggerscape.release.durable import sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LEDGER = "release_ledger.jsonl"
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What is on record of one release; holds numbers of rows and cells, never of people.

    ``sums_sha256`` is the hash of its SHA256SUMS, ``egress_sha256`` that of the declarations under
    which its tables left. ``attacks`` has, by attack, what was tried and found; ``rows`` has, by
    table, how many rows were held, frozen, hidden and so on.
    """

    release_id: str
    run_id: str
    code_version: str
    sums_sha256: str
    egress_sha256: str
    threshold: int
    rounding_base: int
    mode: str
    closed_through: str
    restated: str = ""
    attacks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """An entry in its place: ``previous`` is the hash of the line before, ``hash`` its own."""

    entry: Entry
    previous: str
    hash: str


def append(vault: Path, entry: Entry) -> Line:
    """Put the entry at the end of the ledger, on disk once this returns; give its line.

    An entry that stands there already is given back. The caller holds the lock of the releases.

    Raises:
        DisclosureRefused: the ledger has been tampered with, or tells otherwise of this release.
    """
    faults = broken_links(vault)
    if faults:
        raise DisclosureRefused(
            "E449",
            f"the release ledger cannot be trusted: {'; '.join(faults[:3])}",
            where=str(vault / LEDGER),
            fix="put back the ledger from a backup; nothing is published beside a broken one",
        )
    lines = read(vault)
    for line in lines:
        if line.entry.release_id == entry.release_id:
            if line.entry != entry:
                raise DisclosureRefused(
                    "E449", f"the ledger tells otherwise of release {entry.release_id}"
                )
            return line
    previous = lines[-1].hash if lines else BEGINNING
    line = Line(entry, previous, _hash(entry, previous))
    _write(vault / LEDGER, [*lines, line])
    return line


def read(vault: Path) -> list[Line]:
    """The lines of the ledger, oldest first; none before the first release.

    Raises:
        DisclosureRefused: a line is no entry.
    """
    try:
        return [_line(text) for text in _texts(vault)]
    except (ValueError, TypeError, KeyError):
        raise DisclosureRefused(
            "E449", "a line of the release ledger cannot be read", where=str(vault / LEDGER)
        ) from None


def broken_links(vault: Path, releases: Mapping[str, str] | None = None) -> list[str]:
    """What does not fit in the ledger, one sentence each; empty where everything does.

    ``releases`` gives the hash of SHA256SUMS of every release that stands, oldest first: each must
    be on record, as it is, and in that order.
    """
    faults: list[str] = []
    previous = BEGINNING
    seen: list[Entry] = []
    for number, text in enumerate(_texts(vault), start=1):
        try:
            line = _line(text)
        except (ValueError, TypeError, KeyError):
            return [*faults, f"line {number} is no entry"]
        if line.hash != _hash(line.entry, line.previous):
            faults.append(f"line {number} has been changed")
        if line.previous != previous:
            faults.append(f"line {number} does not follow the line before it")
        previous = line.hash
        seen.append(line.entry)
    if releases is not None:
        faults += _strange_releases(seen, releases)
    return faults


def _strange_releases(entries: Sequence[Entry], releases: Mapping[str, str]) -> list[str]:
    sums = {entry.release_id: entry.sums_sha256 for entry in entries}
    faults = [f"release {name} is not on record" for name in releases if name not in sums]
    faults += [
        f"release {name} is not the one on record"
        for name, found in releases.items()
        if sums.get(name, found) != found
    ]
    recorded = [entry.release_id for entry in entries if entry.release_id in releases]
    if recorded != [name for name in releases if name in sums]:
        faults.append("releases are not on record in the order in which they left")
    return faults


def _hash(entry: Entry, previous: str) -> str:
    told = json.dumps({**asdict(entry), "previous": previous}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _text(line: Line) -> str:
    told = {**asdict(line.entry), "previous": line.previous, "hash": line.hash}
    return json.dumps(told, sort_keys=True, ensure_ascii=True)


def _line(text: str) -> Line:
    told = json.loads(text)
    return Line(previous=str(told.pop("previous")), hash=str(told.pop("hash")), entry=Entry(**told))


def _texts(vault: Path) -> list[str]:
    path = vault / LEDGER
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def _write(path: Path, lines: Sequence[Line]) -> None:
    # The whole file anew, in one step: a kill leaves no half line behind.
    fresh = path.with_name(f".{path.name}.tmp-new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("".join(f"{_text(line)}\n" for line in lines))
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)
