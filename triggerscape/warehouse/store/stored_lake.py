"""A workspace's lake and the store: the lake in the workspace leads, and the store follows it.

Only the process that holds the workspace for writing uses this. What workers put is a proposal: it
becomes part of the lake when it is taken, by its digest, so that nobody else's object can.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.errors import TriggerscapeError
from triggerscape.release.durable import replace_file
from triggerscape.warehouse.store.exchange import Part
from triggerscape.warehouse.store.inventory import (
    SITES,
    Inventory,
    bucket_part,
    files_of_part,
    is_arrived,
)
from triggerscape.warehouse.store.snapshot import (
    Snapshot,
    make_current,
    put_snapshot,
    read_current,
)

if TYPE_CHECKING:
    from triggerscape.warehouse.store.object_store import ObjectStore


@dataclass(frozen=True)
class StoredLake:
    """A lake's folder, the store, and a private folder that remembers what was put there."""

    root: Path
    store: ObjectStore
    memory: Path

    def put(self, buckets: int) -> Snapshot:
        """Put every file that is new since the last time; gives back where all of them are.

        Buckets and tables over all of them; where nothing changed, only what is current is read.
        TriggerscapeError where the store holds another lake.
        """
        lake, current = self._name(), read_current(self.store)
        if current is None:
            for one in self.memory.glob("*.json"):
                one.unlink()  # the store is empty: whatever was put there is not any more
        elif current.lake != lake:
            raise TriggerscapeError(
                "E184",
                "the store holds the lake of another workspace",
                where=self.store.place,
                fix="give each workspace a folder of its own in scale.store; where the other one "
                "is no more, delete current.json of that store",
            )
        parts = [*map(bucket_part, range(buckets)), SITES]
        found = {part: self._put(part) for part in parts}
        # Buckets that a smaller number no longer has.
        for one in self.memory.glob("bucket=*.json"):
            if one.stem not in found:
                self._remember(one.stem, Inventory())
        named = {part: one.digest for part, one in found.items() if one.files}
        snapshot = Snapshot(lake, named)
        if current is None or current.snapshot != snapshot.digest:
            put_snapshot(self.store, snapshot)
        return snapshot

    def take(self, bucket: int, digest: str) -> None:
        """Fetch what a worker made of a bucket that was put, and let it be part of the lake.

        Rows as they arrived are never fetched: they only come from here.
        """
        part = self._part(bucket_part(bucket))
        if digest == self._remembered(part.name).digest:
            return
        made = part.inventory(digest)
        here = files_of_part(self.root, part.name)
        part.fetch(made, here, lambda file: not is_arrived(file))
        self._remember(part.name, made)

    def make_current(self, snapshot: Snapshot) -> None:
        """Let readers find what was put, and delete what is no part of it any more."""
        if read_current(self.store) != (snapshot.lake, snapshot.digest):
            make_current(self.store, snapshot)
        for mark in sorted(self.memory.glob("*.unswept")):
            self._part(mark.stem).sweep(self._remembered(mark.stem))
            mark.unlink()

    def _put(self, part: str) -> Inventory:
        known = self._remembered(part)
        inventory = self._part(part).put(files_of_part(self.root, part), known)
        if inventory != known:
            self._remember(part, inventory)
        return inventory

    def _part(self, name: str) -> Part:
        return Part(self.store, self.root, name)

    def _remembered(self, part: str) -> Inventory:
        try:
            return Inventory.of((self.memory / f"{part}.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return Inventory()

    def _remember(self, part: str, inventory: Inventory) -> None:
        """Remember what is in the store; first that something older lies there too."""
        (self.memory / f"{part}.unswept").touch(mode=0o600)
        if inventory.files:
            replace_file(self.memory / f"{part}.json", inventory.text())
        else:
            (self.memory / f"{part}.json").unlink(missing_ok=True)

    def _name(self) -> str:
        """A name for this lake, drawn once."""
        self.memory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.memory / "lake"
        if not file.exists():
            replace_file(file, secrets.token_hex(16))
        return file.read_text(encoding="utf-8")
