"""Snapshots: which inventory each part of the lake has; one of them is the current one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

from triggerscape.warehouse.store.object_store import lacking, other_bytes

if TYPE_CHECKING:
    from triggerscape.warehouse.store.object_store import ObjectStore

FOLDER = "snapshots"
# The one object that is written over, and by the run alone: a store puts it whole.
CURRENT = "current.json"


@dataclass(frozen=True)
class Snapshot:
    """The digest of every part's inventory, by the part's name; a part without files is not named.

    ``lake`` is the name of the workspace's lake, so that no two are mixed up in one store.
    """

    lake: str
    parts: Mapping[str, str]

    def text(self) -> str:
        """As it is written, the same for the same parts."""
        return json.dumps(asdict(self), sort_keys=True)

    @property
    def digest(self) -> str:
        """The sha256 of its text, by which it is named."""
        return hashlib.sha256(self.text().encode()).hexdigest()


def put_snapshot(store: ObjectStore, snapshot: Snapshot) -> str:
    """Put a snapshot beside the others; gives back its digest."""
    store.put(f"{FOLDER}/{snapshot.digest}.json", snapshot.text())
    return snapshot.digest


def read_snapshot(store: ObjectStore, digest: str) -> Snapshot:
    """The snapshot of that digest. TriggerscapeError when it is not in the store."""
    name = f"{FOLDER}/{digest}.json"
    told = store.read(name)
    if told is None or hashlib.sha256(told).hexdigest() != digest:
        raise lacking(store, name)
    return Snapshot(**json.loads(told))


class Current(NamedTuple):
    """Which lake a store holds, and the digest of the snapshot that readers see."""

    lake: str
    snapshot: str


def read_current(store: ObjectStore) -> Current | None:
    """What is current, None where nothing was put yet; TriggerscapeError for an unreadable one."""
    told = store.read(CURRENT)
    if told is None:
        return None
    try:
        return Current(**json.loads(told))
    except (ValueError, TypeError):
        raise other_bytes(CURRENT) from None


def make_current(store: ObjectStore, snapshot: Snapshot) -> None:
    """Let readers find a snapshot, whose objects must all be there; older ones go."""
    digest = snapshot.digest
    store.put(CURRENT, json.dumps(Current(snapshot.lake, digest)._asdict()))
    for name in store.names(FOLDER):
        if name != f"{FOLDER}/{digest}.json":
            store.delete(name)
