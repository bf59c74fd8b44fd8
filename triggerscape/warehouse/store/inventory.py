"""Inventories: which files a part of the lake has, and which bytes each of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

SITES = "sites"
_BUILT = ".built"


class StoredFile(NamedTuple):
    """The bytes of a file, and when it was last changed.

    A fetched copy gets the same time: whoever knew the file by size and time knows its copy.
    """

    sha256: str
    size: int
    changed_ns: int

    def is_seen_at(self, file: Path) -> bool:
        """True where a file has this size and time; it is not opened."""
        try:
            stat = file.stat()
        except FileNotFoundError:
            return False
        return (stat.st_size, stat.st_mtime_ns) == (self.size, self.changed_ns)


@dataclass(frozen=True)
class Inventory:
    """The files of one part of the lake, by their paths in the lake's folder."""

    files: Mapping[str, StoredFile] = field(default_factory=dict)

    def text(self) -> str:
        """As it is written, the same for the same files."""
        return json.dumps({name: list(one) for name, one in sorted(self.files.items())})

    @property
    def digest(self) -> str:
        """The sha256 of its text, by which it is named."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    @classmethod
    def of(cls, text: str) -> Inventory:
        """An inventory as it was written; ValueError for any other text."""
        told: dict[str, list[str | int]] = json.loads(text)
        return cls(
            {
                name: StoredFile(str(sha256), int(size), int(changed))
                for name, (sha256, size, changed) in told.items()
            }
        )


def bucket_part(bucket: int) -> str:
    """The name of the part that holds every table of one bucket."""
    return f"bucket={bucket:05d}"


def inventory_object(part: str, digest: str) -> str:
    """Where the inventory of a part lies in the store."""
    return f"{part}/inventory-{digest}.json"


def file_object(part: str, file: str, stored: StoredFile) -> str:
    """Where the bytes of a file lie: named by what is in them, so never written over."""
    return f"{part}/{stored.sha256}{PurePosixPath(file).suffix}"


def files_of_part(root: Path, part: str) -> list[str]:
    """The files of a part that lie in a lake's folder, in order, by their paths in it.

    A part is a bucket, or SITES: the tables over all buckets.
    """
    found: list[Path] = []
    for table in (folder for folder in root.iterdir() if folder.is_dir()):
        if part == SITES:
            found += table.glob("from=*.parquet")
            continue
        found += (table / f"{part}.parquet", table / f"{part}.json")
        if (table / part).is_dir():
            found += (file for file in (table / part).iterdir() if file.name[0] != ".")
    found += [root / _BUILT / "sites.json"] if part == SITES else []
    return sorted(file.relative_to(root).as_posix() for file in found if file.is_file())


def is_arrived(name: str) -> bool:
    """True for a file of delivered rows, which only the run itself writes, never a worker."""
    return name.startswith(("accepted.", "waiting."))
