"""Doing a stage of every bucket: side by side in threads, for DuckDB lets other threads run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

from flows.bucket_work import work_on
from triggerscape.warehouse.connection import threads
from triggerscape.warehouse.deliveries import read_deliveries

if TYPE_CHECKING:
    from flows.run import Run
    from triggerscape.warehouse.build.step import Built


def every_bucket(run: Run, stage: str) -> list[Built]:
    """Do one stage of every bucket; gives back what became of each table, in order of buckets.

    The first error stops what has not begun; buckets that are done stay done.
    """
    run.lake.drop_buckets_from(run.buckets)
    with run.open_build() as build:
        deliveries = read_deliveries(build)
    side_by_side = min(threads(run.settings), run.buckets)
    with ThreadPoolExecutor(side_by_side) as pool:
        waiting = {
            pool.submit(work_on, run, stage, bucket, deliveries, side_by_side=side_by_side): bucket
            for bucket in range(run.buckets)
        }
        try:
            for done, future in enumerate(as_completed(waiting), 1):
                future.result()
                run.say(f"{stage} bucket {done} of {run.buckets}")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        in_order = sorted(waiting, key=waiting.__getitem__)
        return [built for future in in_order for built in future.result()]
