"""Buckets as Prefect tasks on an existing Dask cluster; every message carries names and counts.

Prefect retries nothing here: Dask gives the buckets of a lost worker to another by itself, and
whatever else fails would fail again.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeVar, cast

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL

from flows.bucket_claim import claimed
from flows.shared_ground import SharedGround, files_seen, wait_for_files
from triggerscape.errors import TriggerscapeError, unforeseen
from triggerscape.workspace import Workspace

# work(home, bucket, ground, side_by_side): a function of a module, which a worker finds by name;
# what it gives back is sent over the network, so it gives counts alone.
BucketWork = Callable[[str, int, SharedGround, int], object]
Result = TypeVar("Result")
SCHEDULER_SECONDS, FIRST_WORKER_SECONDS = 30, 60
# What can befall a cluster, by the kind of Dask's error, and what to do about it.
BEFELL = {
    "FutureCancelledError": (
        "the Dask scheduler was lost",
        "start it again, then triggerscape run: what was built is kept",
    ),
    "NoWorkerError": (
        "every Dask worker was lost",
        "start workers again, then triggerscape run: what was built is kept",
    ),
    "KilledWorker": (
        "one bucket brought down one worker after another",
        "give workers more memory (dask worker --memory-limit), or lower warehouse.memory_gb",
    ),
}
UNREADABLE = "the Dask scheduler or a worker could not read what it was sent"
SAME_EVERYWHERE = (
    "install the same version of everything for the scheduler and every worker; start them again"
)


def run_on_dask(
    address: str, work: Callable[[str, int, SharedGround, int], Result], home: str, buckets: range
) -> list[Result]:
    """What ``work`` gives for each bucket, in their order, from the workers of a cluster.

    TriggerscapeError, with the next command, where no Prefect server is named, the extra is not
    installed, the scheduler is not there or has no worker, a worker has other code or other files,
    or the work failed.
    """
    if not PREFECT_API_URL.value():
        raise TriggerscapeError(
            "E140",
            "the workers of a Dask cluster report to a Prefect server, and none is named",
            where="PREFECT_API_URL",
            fix="prefect server start, then export PREFECT_API_URL=http://<host>:4200/api",
        )
    try:
        runner = import_module("prefect_dask").DaskTaskRunner(address=address)
    except ModuleNotFoundError as error:
        raise TriggerscapeError(
            "E141",
            f"scale.runner asks for Dask, and {error.name} is not installed",
            where="triggerscape.toml",
            fix="uv sync --extra scale, for the scheduler and every worker too",
        ) from None
    _wait_for_a_worker(address)
    try:
        done = run_bucket_tasks.with_options(task_runner=runner)(work, home, buckets)
    except TriggerscapeError:
        raise
    except Exception as error:
        kind = type(error).__name__
        sentence, fix = BEFELL.get(kind, (f"{UNREADABLE} ({kind})", SAME_EVERYWHERE))
        raise TriggerscapeError("E144", sentence, where=address, fix=fix) from None
    for bucket, (_, names) in zip(buckets, done, strict=True):
        wait_for_files(Workspace(Path(home)), bucket, names)
    return [cast("Result", result) for result, _ in done]


def _wait_for_a_worker(address: str) -> None:
    try:
        client = import_module("distributed").Client(
            address, timeout=SCHEDULER_SECONDS, set_as_default=False
        )
    except (OSError, TypeError):  # a TypeError where tls:// is asked for and no certificate set
        raise TriggerscapeError(
            "E142",
            "no Dask scheduler answers there, or none that trusts our certificate",
            where=address,
            fix="dask scheduler on that machine; correct scale.runner, or set the certificates of "
            "docs/guides/operate-at-scale.md here too",
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=FIRST_WORKER_SECONDS)
        except TimeoutError:
            raise TriggerscapeError(
                "E143",
                "the Dask scheduler has no worker",
                where=address,
                fix=f"dask worker {address} on every machine that is to work",
            ) from None


@flow(name="buckets", persist_result=False, validate_parameters=False)
def run_bucket_tasks(work: BucketWork, home: str, buckets: range) -> list[tuple[object, str]]:
    """One task a bucket. ``buckets`` stays a range: a list would travel with every task."""
    ground = SharedGround.of(Workspace(Path(home)), str(runtime.flow_run.id))
    futures = [run_bucket_task.submit(work, home, bucket, ground) for bucket in buckets]
    return [future.result() for future in futures]


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="bucket {bucket}")
def run_bucket_task(
    work: BucketWork, home: str, bucket: int, ground: SharedGround
) -> tuple[object, str]:
    """The work of one bucket on a worker, and a fingerprint of the files it left there."""
    workspace = Workspace(Path(home))
    try:
        ground.check(workspace)
        with claimed(workspace, bucket):
            ground.check(workspace)  # it may have waited until after its run
            return work(home, bucket, ground, _side_by_side()), files_seen(workspace, bucket)
    except TriggerscapeError:
        raise
    except Exception as error:
        # A library's message may quote a value; the orchestrator keeps what it is told for ever.
        kind, place = type(error).__name__, unforeseen(error).where
        raise TriggerscapeError("E190", f"bucket {bucket} failed: {kind}", where=place) from None


def _side_by_side() -> int:
    """How many buckets this worker process works on at once."""
    threads: int = import_module("distributed").get_worker().state.nthreads
    return threads
