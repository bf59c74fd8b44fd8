"""Buckets as Prefect tasks on an existing Dask cluster; every message carries names and counts.

Prefect retries nothing here: Dask gives the buckets of a lost worker to another by itself, and
whatever else fails would fail again.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL

from flows.sent_work import SentWork
from triggerscape.errors import TriggerscapeError, unforeseen
from triggerscape.faults.recognising import fault_in
from triggerscape.faults.telling import as_told
from triggerscape.warehouse.fingerprints import fingerprint

if TYPE_CHECKING:
    from triggerscape.warehouse.build.step import Built

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


def run_on_dask(address: str, work: SentWork, buckets: range) -> list[list[Built]]:
    """Have the workers of a cluster do a stage; gives back each bucket's tables, in their order.

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
    machines = _machines_with_workers(address)
    if not work.is_near_its_copies:
        machines = ()
    try:
        return run_bucket_tasks.with_options(task_runner=runner)(work, buckets, machines)
    except TriggerscapeError:
        raise
    except Exception as error:
        kind = type(error).__name__
        sentence, fix = BEFELL.get(kind, (f"{UNREADABLE} ({kind})", SAME_EVERYWHERE))
        raise TriggerscapeError("E144", sentence, where=address, fix=fix) from None


def _machines_with_workers(address: str) -> tuple[str, ...]:
    """The machines of the cluster's workers, in order; waits until there is one."""
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
        workers = client.scheduler_info(n_workers=-1)["workers"].values()
        return tuple(sorted({str(worker["host"]) for worker in workers}))


@flow(name="buckets", persist_result=False, validate_parameters=False)
def run_bucket_tasks(
    work: SentWork, buckets: range, machines: tuple[str, ...]
) -> list[list[Built]]:
    """One task a bucket. ``buckets`` stays a range: a list would travel with every task."""
    futures: dict[int, Any] = {}
    for bucket in buckets:
        with near(bucket, machines):
            futures[bucket] = run_bucket_task.submit(work, bucket)
    taken, fault = [], None
    # After a fault, what others have done already is taken all the same.
    for bucket, future in futures.items():
        if fault and not future.wrapped_future.done():
            continue
        try:
            taken.append(work.take(bucket, future.result()))
        except Exception as error:
            fault = fault or error
    if fault:
        raise fault
    return taken


def near(bucket: int, machines: tuple[str, ...]) -> AbstractContextManager[object]:
    """Let a bucket go to the same machine every time, if it has a worker with time.

    Each bucket has its own order of machines, so that one that comes or goes moves few buckets.
    """
    if not machines:
        return nullcontext()
    first = max(machines, key=lambda machine: fingerprint(machine, str(bucket)))
    annotated: AbstractContextManager[object] = import_module("dask").annotate(
        workers=[first], allow_other_workers=True
    )
    return annotated


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="bucket {bucket}")
def run_bucket_task(work: SentWork, bucket: int) -> tuple[list[Built], str]:
    """The work of one bucket on a worker."""
    try:
        return work.do(bucket, _side_by_side())
    except TriggerscapeError:
        raise
    except Exception as error:
        # A library's message may quote a value; the orchestrator keeps what it is told for ever.
        if fault_in(error):
            raise as_told(error) from None
        kind, place = type(error).__name__, unforeseen(error).where
        raise TriggerscapeError("E190", f"bucket {bucket} failed: {kind}", where=place) from None


def _side_by_side() -> int:
    """How many buckets this worker process works on at once."""
    threads: int = import_module("distributed").get_worker().state.nthreads
    return threads
