"""Create or update everything on a Prefect server; the same again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.types.entrypoint import EntrypointType

import flows.nightly
from flows.scheduled.automations import CRASHED, LATE, automations_of
from flows.scheduled.calling_home import calls_home
from flows.scheduled.deployments import AT_ONCE, JOB_VARIABLES, POOL, QUEUE, TAG
from flows.scheduled.silent_runs import SILENT
from flows.scheduled.standing import stands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.client.orchestration import SyncPrefectClient

    from flows.scheduled.deployments import Deployment
    from triggerscape.settings import Settings


@dataclass(frozen=True)
class Applied:
    """What stands on the server now; ``changed`` names what did not stand so before.

    ``calls_home`` is what the server's environment lacks to call nobody.
    """

    pool: str
    deployments: tuple[str, ...]
    automations: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    calls_home: tuple[str, ...] = ()


def apply(deployments: Sequence[Deployment], settings: Settings) -> Applied:
    """Make the server hold these deployments, their pool and alerts, and no others of ours.

    Runs that would meet in one workspace wait for each other: in one queue for all deployments, and
    at the workspace itself, whose lock holds against the command line and other servers too.
    """
    with get_client(sync_client=True) as client:
        _pool(client)
        _queue(client)
        made = [_deployment(one, settings) for one in deployments]
        new = [one for one in made if not stands(client, one)]
        for one in new:
            one.apply()
        names = tuple(one.full_name for one in made)
        removed = _remove_others(client, set(names))
        changed = (*(one.full_name for one in new), *automations_of(client, settings))
        calling = calls_home(client)
    return Applied(POOL, names, (CRASHED, LATE, SILENT), changed, removed, calling)


def _pool(client: SyncPrefectClient) -> None:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))


def _queue(client: SyncPrefectClient) -> None:
    try:
        found = client.read_work_queue_by_name(QUEUE, work_pool_name=POOL)
    except ObjectNotFound:
        client.create_work_queue(QUEUE, work_pool_name=POOL, concurrency_limit=AT_ONCE)
        return
    if found.concurrency_limit != AT_ONCE:
        client.update_work_queue(found.id, concurrency_limit=AT_ONCE)


def _deployment(one: Deployment, settings: Settings) -> RunnerDeployment:
    flow = getattr(flows.nightly, one.flow)
    made: RunnerDeployment = flow.to_deployment(
        name=one.name,
        # Said, or Prefect puts the commit in its place wherever it is typed in a repository.
        version=flow.version,
        description=one.description,
        parameters=one.parameters,
        tags=list(one.tags),
        schedule=CronSchedule(cron=one.cron, timezone=settings["schedule.time_zone"])
        if one.cron
        else None,
        # Sent as none, so that the limit an older version gave it goes.
        concurrency_limit=None,
        work_pool_name=POOL,
        work_queue_name=one.queue,
        # Whoever started the worker without our environment has it calling home; its runs do not.
        job_variables=JOB_VARIABLES,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return made


def _remove_others(client: SyncPrefectClient, wanted: set[str]) -> tuple[str, ...]:
    """Sites that left, and names of an older version, are scheduled no longer."""
    ours = client.read_deployments(
        deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    )
    removed = []
    for found in ours:
        name = f"{client.read_flow(found.flow_id).name}/{found.name}"
        if name not in wanted:
            client.delete_deployment(found.id)
            removed.append(name)
    return tuple(sorted(removed))
