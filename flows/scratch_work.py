"""Work on buckets by workers who share nothing with the run that sent them but a store.

A worker fetches what its stage reads of its bucket, works, and puts what is new there. Nothing it
puts can be taken for another's: the run takes what the worker names, by its sha256.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from flows.bucket_claim import claimed, claims, held
from flows.bucket_work import READS, work_on
from flows.run_package import fetch_package, put_package, read_package
from flows.scratch import scratch_of
from flows.sent_work import SentWork
from flows.shared_ground import check_code, code_here
from triggerscape.warehouse.store.exchange import Part
from triggerscape.warehouse.store.inventory import Inventory, bucket_part, files_of_part
from triggerscape.warehouse.store.object_store import ObjectStore, open_store
from triggerscape.warehouse.store.snapshot import Snapshot, read_snapshot
from triggerscape.warehouse.store.stored_lake import StoredLake
from triggerscape.workspace import Workspace

if TYPE_CHECKING:
    from flows.run import Run
    from triggerscape.warehouse.build.step import Built
    from triggerscape.warehouse.ledger.deliveries import SiteDeliveries


@dataclass(frozen=True)
class WorkInScratch(SentWork):
    """One stage of a run's buckets, by way of a store. This is what travels to a worker.

    ``snapshot`` and ``package`` are digests of what lies in the store, ``home`` is where the run
    was started and means nothing anywhere else.
    """

    stage: str
    home: str
    address: str
    snapshot: str
    package: str
    code: str
    is_near_its_copies: ClassVar[bool] = True

    @classmethod
    def of(cls, run: Run, stage: str) -> WorkInScratch:
        """Put into the store what workers need of the run and of every bucket."""
        lake = stored_lake(run.workspace, str(run.settings["scale.store"]))
        snapshot = lake.put(run.buckets).digest
        package = put_package(run, lake.store)
        home = str(run.workspace.home)
        return cls(stage, home, lake.store.address, snapshot, package, code_here())

    def do(self, bucket: int, side_by_side: int) -> tuple[list[Built], str]:
        """On a worker: what became of each table, and the digest of the bucket's new inventory."""
        check_code(self.code)
        run, deliveries = _read_once(self)
        root, reads = run.lake.root, READS[self.stage]
        part = Part(_store(self.address), root, bucket_part(bucket))
        with claimed(run.workspace, bucket):
            digest = _snapshot(self.address, self.snapshot).parts.get(part.name)
            before = part.inventory(digest) if digest else Inventory()
            part.fetch(before, files_of_part(root, part.name), lambda file: file.startswith(reads))
            built = work_on(run, self.stage, bucket, deliveries, side_by_side=side_by_side)
            made = [file for file in files_of_part(root, part.name) if file.startswith(reads)]
            unread = {file: one for file, one in before.files.items() if not file.startswith(reads)}
            return built, part.put(made, before, beside=unread).digest

    def take(self, bucket: int, done: tuple[list[Built], str]) -> list[Built]:
        """Where the run was started: fetch what the worker made."""
        built, digest = done
        stored_lake(Workspace(Path(self.home)), self.address).take(bucket, digest)
        return built


def stored_lake(workspace: Workspace, address: str) -> StoredLake:
    """The lake of a workspace and its store."""
    return StoredLake(workspace.lake, _store(address), workspace.vault / "store")


@lru_cache(maxsize=1)
def _store(address: str) -> ObjectStore:
    return open_store(address)


@lru_cache(maxsize=1)
def _snapshot(address: str, digest: str) -> Snapshot:
    return read_snapshot(_store(address), digest)


@lru_cache(maxsize=1)
def _read_once(work: WorkInScratch) -> tuple[Run, SiteDeliveries]:
    """Settings, profiles and deliveries, read once a process and stage: no bucket changes them."""
    workspace = scratch_of(work.address)
    with held(claims(workspace) / "package"):  # other workers of this machine read it too
        fetch_package(workspace, _store(work.address), work.package)
        run, deliveries = read_package(workspace)
    run.lake.drop_buckets_from(run.buckets)
    return run, deliveries
