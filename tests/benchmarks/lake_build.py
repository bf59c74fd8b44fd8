"""Settling and building a lake, with nothing loaded that a worker would not load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from flows.bucket_work import BUILD, SETTLE, work_on
from flows.run import open_run
from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.deliveries import DELIVERED_PERIOD
from triggerscape.warehouse.connection import buckets_at_once
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.warehouse.ledger.deliveries import SiteDeliveries
from triggerscape.workspace import Workspace

SPINE = "features.diary_spine"


def use_of(contract: str, name: str) -> str:
    """The use of a file of a contract in a delivery of that name."""
    return fingerprint(contract, name)


def deliveries(names: Sequence[str]) -> SiteDeliveries:
    """What the ledger would say: therapies were delivered for every day anybody knows."""
    delivered = ("S01", "therapy", dt.date(2020, 1, 1), dt.date(2040, 1, 1), True)
    uses = {use_of(contract, name): "S01" for contract in INPUTS for name in names}
    return SiteDeliveries({DELIVERED_PERIOD.name: {"S01": (delivered,)}}, uses)


def build(home: Path, names: Sequence[str]) -> int:
    """Settle and build every bucket, side by side as a run does; gives back the person-days."""
    run = open_run(Workspace(home))
    known, side_by_side = deliveries(names), buckets_at_once(run.settings)
    with ThreadPoolExecutor(side_by_side) as pool:
        for doing in (SETTLE, BUILD):
            work = partial(work_on, run, doing, deliveries=known, side_by_side=side_by_side)
            list(pool.map(work, range(run.buckets)))
    return run.lake.rows(SPINE)


def choose(home: Path, *, buckets: int, threads: int, memory_gb: float) -> None:
    """Settings of the workspace."""
    text = f"[warehouse]\nbuckets = {buckets}\nthreads = {threads}\nmemory_gb = {memory_gb}\n"
    Workspace(home).settings_file.write_text(text, encoding="utf-8")
