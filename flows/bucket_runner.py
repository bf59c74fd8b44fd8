"""Doing a stage of every bucket: side by side in threads here, or by the workers of a cluster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

from flows.bucket_claim import claimed
from flows.bucket_work import work_on
from triggerscape.warehouse.connection import buckets_at_once
from triggerscape.warehouse.ledger.deliveries import SiteDeliveries, read_deliveries

if TYPE_CHECKING:
    from flows.run import Run
    from flows.sent_work import SentWork
    from triggerscape.warehouse.build.step import Built

ON_DASK = "dask:"


def every_bucket(run: Run, stage: str) -> list[Built]:
    """Do one stage of every bucket; gives back what became of each table, in order of buckets.

    The first error stops what has not begun; buckets that are done stay done. Where the settings
    name a store, the lake lies there too when all are done.
    """
    run.lake.drop_buckets_from(run.buckets)
    is_on_dask = str(run.settings["scale.runner"]).startswith(ON_DASK)
    done = _on_dask(run, stage) if is_on_dask else _in_threads(run, stage)
    if run.settings["scale.store"]:
        _keep_in_store(run)
    return [built for bucket in done for built in bucket]


def _on_dask(run: Run, stage: str) -> list[list[Built]]:
    # Dask and the store are imported only where they are asked for.
    from flows.dask_cluster import run_on_dask  # noqa: PLC0415

    work: SentWork
    if run.settings["scale.store"]:
        from flows.scratch_work import WorkInScratch  # noqa: PLC0415

        work = WorkInScratch.of(run, stage)
    else:
        from flows.workspace_work import WorkInWorkspace  # noqa: PLC0415

        work = WorkInWorkspace.of(run, stage)
    run.say(f"{stage} {run.buckets} buckets on Dask")
    address = str(run.settings["scale.runner"]).removeprefix(ON_DASK)
    return run_on_dask(address, work, range(run.buckets))


def _in_threads(run: Run, stage: str) -> list[list[Built]]:
    """DuckDB lets other threads run, so that threads cost less than any other runner."""
    with run.open_build() as build:
        deliveries = read_deliveries(build)
    side_by_side = buckets_at_once(run.settings)
    with ThreadPoolExecutor(side_by_side) as pool:
        waiting = {
            pool.submit(_work_on_claimed, run, stage, bucket, deliveries, side_by_side): bucket
            for bucket in range(run.buckets)
        }
        try:
            for done, future in enumerate(as_completed(waiting), 1):
                future.result()
                run.say(f"{stage} bucket {done} of {run.buckets}")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        return [future.result() for future in sorted(waiting, key=waiting.__getitem__)]


def _work_on_claimed(
    run: Run, stage: str, bucket: int, deliveries: SiteDeliveries, side_by_side: int
) -> list[Built]:
    with claimed(run.workspace, bucket):
        return work_on(run, stage, bucket, deliveries, side_by_side=side_by_side)


def _keep_in_store(run: Run) -> None:
    from flows.scratch_work import stored_lake  # noqa: PLC0415

    run.say("put what is new into the store")
    lake = stored_lake(run.workspace, str(run.settings["scale.store"]))
    lake.make_current(lake.put(run.buckets))
