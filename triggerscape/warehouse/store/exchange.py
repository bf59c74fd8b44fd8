"""Putting a part of a folder into the store, and making a part of a folder what an inventory says.

Objects are named by their bytes and an inventory is put after what it names, so whoever has the
digest of an inventory finds every file of it, whatever was killed in between.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from triggerscape.warehouse.lake import partial_of
from triggerscape.warehouse.store.inventory import (
    Inventory,
    StoredFile,
    file_object,
    inventory_object,
)
from triggerscape.warehouse.store.object_store import ObjectStore, lacking

# Small objects wait for the network far longer than they travel.
AT_ONCE = 8


@dataclass(frozen=True)
class Part:
    """One part of the lake: its files in a folder of this machine, and in the store."""

    store: ObjectStore
    root: Path
    name: str

    def put(
        self, files: Iterable[str], known: Inventory, beside: Mapping[str, StoredFile] | None = None
    ) -> Inventory:
        """Put these files of the folder, and an inventory of them; gives back the inventory.

        ``known`` is an inventory whose objects are in the store: what it holds is not put again,
        nor a file read that has the size and the time of change it tells of. ``beside`` has files
        of the part that ``known`` holds too and that stay, whatever lies in this folder.
        """
        now = {file: _seen(self.root / file, known.files.get(file)) for file in files}
        inventory = Inventory(now | dict(beside or {}))
        there = {file_object(self.name, file, one) for file, one in known.files.items()}
        new = {file_object(self.name, file, one): self.root / file for file, one in now.items()}
        _at_once(lambda key: self.store.put_file(key, new[key]), sorted(set(new) - there))
        if inventory != known:
            key = inventory_object(self.name, inventory.digest)
            self.store.put(key, inventory.text())
        return inventory

    def inventory(self, digest: str) -> Inventory:
        """The inventory of that digest. TriggerscapeError when it is not in the store."""
        key = inventory_object(self.name, digest)
        told = self.store.read(key)
        if told is None or hashlib.sha256(told).hexdigest() != digest:
            raise lacking(self.store, key)
        return Inventory.of(told.decode())

    def fetch(
        self, inventory: Inventory, here: Iterable[str], wanted: Callable[[str], bool]
    ) -> None:
        """Make the wanted files of the folder what an inventory says; ``here`` are those there.

        What a bucket was built from is told by a JSON file: it goes first and comes back last, so
        that a fetch that is killed leaves a bucket that nobody takes for a built one.
        """
        files = {file: one for file, one in inventory.files.items() if wanted(file)}
        gone = [file for file in here if wanted(file) and file not in files]
        stale = [file for file, one in files.items() if not one.is_seen_at(self.root / file)]
        if not (gone or stale):
            return
        states = [file for file in files if _is_state(file)]
        for file in [*states, *sorted(gone, key=_states_first)]:
            (self.root / file).unlink(missing_ok=True)
        rows = [file for file in stale if file not in states]
        _at_once(lambda file: self._fetch(file, files[file]), rows)
        for file in states:
            self._fetch(file, files[file])

    def sweep(self, keep: Inventory) -> None:
        """Delete every object of the part that an inventory does not name."""
        named = {file_object(self.name, file, one) for file, one in keep.files.items()}
        named.add(inventory_object(self.name, keep.digest))
        _at_once(
            self.store.delete, [one for one in self.store.names(self.name) if one not in named]
        )

    def _fetch(self, file: str, wanted: StoredFile) -> None:
        target = self.root / file
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = partial_of(target)
        partial.touch(mode=0o600)
        self.store.fetch(file_object(self.name, file, wanted), wanted.sha256, partial)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        os.utime(partial, ns=(wanted.changed_ns, wanted.changed_ns))
        partial.replace(target)


def _is_state(name: str) -> bool:
    return name.endswith(".json")


def _states_first(name: str) -> tuple[bool, str]:
    return not _is_state(name), name


def _seen(file: Path, known: StoredFile | None) -> StoredFile:
    if known and known.is_seen_at(file):
        return known
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    stat = file.stat()
    return StoredFile(sha256, stat.st_size, stat.st_mtime_ns)


def _at_once(do: Callable[[str], None], names: list[str]) -> None:
    if not names:
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(do, name) for name in names]:
            done.result()
