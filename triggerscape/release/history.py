"""The published history: which releases there are, and which one readers are pointed to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from triggerscape.contract.releases.catalogue import PUBLISHED
from triggerscape.disclosure.mode import Mode
from triggerscape.disclosure.rule import Rule
from triggerscape.errors import TriggerscapeError
from triggerscape.faults.kinds import MISPLACED
from triggerscape.faults.recognising import fault_in
from triggerscape.release.verification import verify_release
from triggerscape.release.writers.notes import hidden_rows

__all__ = ["Release", "latest_release", "list_releases", "show_release", "verify_release"]

POINTER = "latest.json"
_RELEASE_ID = re.compile(r"(\d{4}-\d{2}-\d{2})\.([1-9]\d*)")


@dataclass(frozen=True)
class Release:
    """One published release and where it lies."""

    release_id: str
    path: Path
    as_of: date
    run_id: str
    code_version: str
    is_synthetic: bool
    rule: Rule
    closed_through: date | None
    restated: str

    @property
    def number(self) -> int:
        """The counter after the as-of date, from 1."""
        return int(self.release_id.rsplit(".", 1)[1])


@dataclass(frozen=True)
class PublishedTable:
    """One table of a release: how many rows it has and how many of them are hidden."""

    name: str
    rows: int
    hidden: int


def list_releases(releases: Path) -> list[Release]:
    """Every release in the folder, oldest first; a folder being written is not a release."""
    if not releases.is_dir():
        return []
    found = [
        read_release(path)
        for path in releases.iterdir()
        if path.is_dir() and _RELEASE_ID.fullmatch(path.name)
    ]
    return sorted(found, key=lambda release: (release.as_of, release.number))


def latest_release(releases: Path) -> Release | None:
    """The release the pointer names; None before the first one."""
    pointer = releases / POINTER
    if not pointer.is_file():
        return None
    return read_release(releases / str(json.loads(pointer.read_text(encoding="utf-8"))["path"]))


def show_release(path: Path) -> list[PublishedTable]:
    """The tables of a release, in the order of the contracts."""
    frames = (
        (table.name, pl.read_parquet(path / "parquet" / f"{table.short_name}.parquet"))
        for table in PUBLISHED
    )
    return [PublishedTable(name, frame.height, hidden_rows(frame)) for name, frame in frames]


def read_release(path: Path) -> Release:
    """What a release says of itself.

    Raises:
        TriggerscapeError: the folder holds no readable release.
    """
    try:
        row = pl.read_parquet(path / "parquet" / "release.parquet").row(0, named=True)
    except (OSError, pl.exceptions.PolarsError) as error:
        found = fault_in(error)
        if found and found.kind is not MISPLACED:
            raise  # the release may be as sound as ever: nobody should remove it
        raise TriggerscapeError(
            "E455",
            f"{path.name} is not a readable release",
            where=str(path),
            fix="restore the folder from a backup, or remove it",
        ) from None
    return Release(
        release_id=row["release_id"],
        path=path,
        as_of=row["as_of_date"],
        run_id=row["run_id"],
        code_version=row["code_version"],
        is_synthetic=row["is_synthetic"],
        # Releases of before the mode and the windows were told.
        rule=Rule(
            row["threshold"], row["rounding_base"], Mode(row.get("disclosure_mode", "rounded"))
        ),
        closed_through=row.get("closed_through"),
        restated=row.get("restated") or "",
    )
