"""Work on buckets by workers who see the workspace at the same path as the run that sent them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import duckdb

from flows.bucket_claim import claimed
from flows.bucket_work import work_on
from flows.run import Run, open_run
from flows.sent_work import SentWork
from flows.shared_ground import SharedGround, files_seen, wait_for_files
from triggerscape.warehouse.ledger.deliveries import SiteDeliveries, read_deliveries
from triggerscape.workspace import Workspace

if TYPE_CHECKING:
    from triggerscape.warehouse.build.step import Built


@dataclass(frozen=True)
class WorkInWorkspace(SentWork):
    """One stage of a run's buckets, in the workspace itself. This is what travels to a worker."""

    stage: str
    home: str
    ground: SharedGround
    is_near_its_copies: ClassVar[bool] = False

    @classmethod
    def of(cls, run: Run, stage: str) -> WorkInWorkspace:
        """Name the run in its workspace, so that workers can tell it from an older one."""
        ground = SharedGround.of(run.workspace, secrets.token_hex(16))
        return cls(stage, str(run.workspace.home), ground)

    def do(self, bucket: int, side_by_side: int) -> tuple[list[Built], str]:
        """On a worker: what became of each table, and a fingerprint of the names of its files."""
        workspace = Workspace(Path(self.home))
        self.ground.check(workspace)
        with claimed(workspace, bucket):
            self.ground.check(workspace)  # it may have waited until after its run
            run, deliveries = _read_once(self.home, self.ground)
            built = work_on(run, self.stage, bucket, deliveries, side_by_side=side_by_side)
            return built, files_seen(workspace, bucket)

    def take(self, bucket: int, done: tuple[list[Built], str]) -> list[Built]:
        """Where the run was started: wait until the files are seen here as well."""
        built, names = done
        wait_for_files(Workspace(Path(self.home)), bucket, names)
        return built


@lru_cache(maxsize=1)
def _read_once(home: str, ground: SharedGround) -> tuple[Run, SiteDeliveries]:  # noqa: ARG001
    """Settings, profiles and deliveries, read once a process and run: no bucket changes them."""
    run = open_run(Workspace(Path(home)))
    with duckdb.connect(str(run.workspace.build_file), read_only=True) as build:
        return run, read_deliveries(build)
