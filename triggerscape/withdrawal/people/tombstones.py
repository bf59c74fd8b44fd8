"""Tombstones: who withdrew, by our own numbers, so that no old file brings anybody back."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from triggerscape.release.durable import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, order=True)
class Tombstone:
    """One spelling of one person's key at a site, as numbers that only our key can make.

    ``person_fold`` is shared by every spelling that differs in capitals or in blanks at its ends.
    """

    site_code: str
    person_id: int
    person_fold: int


def tombstones_file(vault: Path) -> Path:
    """``vault/withdrawn.jsonl``: one tombstone a line, only ever appended to."""
    return vault / "withdrawn.jsonl"


def read_tombstones(vault: Path) -> list[Tombstone]:
    """Every tombstone, in the order in which they were set.

    A last line that a power cut left half written is none: it was never reported as done.
    """
    file = tombstones_file(vault)
    if not file.is_file():
        return []
    whole, _, _ = file.read_text(encoding="ascii").rpartition("\n")
    return [Tombstone(**json.loads(line)) for line in whole.splitlines() if line]


def folds_of(vault: Path, site_code: str) -> frozenset[int]:
    """The folds of everybody who withdrew at a site."""
    found = read_tombstones(vault)
    return frozenset(one.person_fold for one in found if one.site_code == site_code)


def set_tombstones(vault: Path, tombstones: Iterable[Tombstone]) -> int:
    """Append those that are not there yet, safe on the disk; gives back how many are new."""
    known = set(read_tombstones(vault))
    new = sorted(set(tombstones) - known)
    if not new:
        return 0
    file = tombstones_file(vault)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as opened:
        opened.truncate(opened.read().rfind(b"\n") + 1)
        opened.seek(0, os.SEEK_END)
        for one in new:
            opened.write(f"{json.dumps(asdict(one), sort_keys=True)}\n".encode("ascii"))
        opened.flush()
        os.fsync(opened.fileno())
    file.chmod(0o600)
    sync_folder(vault)
    return len(new)
