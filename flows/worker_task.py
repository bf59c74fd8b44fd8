"""What a worker of a cluster does with one bucket: it reads from the workspace all it needs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from flows.bucket_work import work_on
from flows.run import Run, open_run
from triggerscape.warehouse.ledger.deliveries import SiteDeliveries, read_deliveries
from triggerscape.workspace import Workspace

if TYPE_CHECKING:
    from flows.shared_ground import SharedGround
    from triggerscape.warehouse.build.step import Built


def work_on_worker(
    stage: str, home: str, bucket: int, ground: SharedGround, side_by_side: int
) -> list[Built]:
    """Do one stage of one bucket; gives back what became of each table."""
    run, deliveries = _read_once(home, ground)
    return work_on(run, stage, bucket, deliveries, side_by_side=side_by_side)


@lru_cache(maxsize=1)
def _read_once(home: str, ground: SharedGround) -> tuple[Run, SiteDeliveries]:  # noqa: ARG001
    """Settings, profiles and deliveries, read once a process and run: no bucket changes them."""
    run = open_run(Workspace(Path(home)))
    with duckdb.connect(str(run.workspace.build_file), read_only=True) as build:
        return run, read_deliveries(build)
