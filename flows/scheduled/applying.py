"""Create or update everything on a Prefect server; the same again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.types.entrypoint import EntrypointType

import flows.nightly
from flows.scheduled.automations import CRASHED, LATE, automations_of
from flows.scheduled.deployments import LIMIT, POOL, TAG
from flows.scheduled.standing import stands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.client.orchestration import SyncPrefectClient

    from flows.scheduled.deployments import Deployment
    from triggerscape.settings import Settings


@dataclass(frozen=True)
class Applied:
    """What stands on the server now; ``changed`` names what did not stand so before."""

    pool: str
    deployments: tuple[str, ...]
    automations: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def apply(deployments: Sequence[Deployment], settings: Settings) -> Applied:
    """Make the server hold these deployments, their pool and alerts, and no others of ours.

    Runs that would meet in one workspace wait for each other: a deployment runs once at a time, and
    whoever comes second to the workspace itself is told who has it.
    """
    with get_client(sync_client=True) as client:
        _pool(client)
        made = [_deployment(one, settings) for one in deployments]
        new = [one for one in made if not stands(client, one)]
        for one in new:
            one.apply()
        names = tuple(one.full_name for one in made)
        removed = _remove_others(client, set(names))
        changed = (*(one.full_name for one in new), *automations_of(client, settings))
    return Applied(POOL, names, (CRASHED, LATE), changed, removed)


def _pool(client: SyncPrefectClient) -> None:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))


def _deployment(one: Deployment, settings: Settings) -> RunnerDeployment:
    made: RunnerDeployment = getattr(flows.nightly, one.flow).to_deployment(
        name=one.name,
        description=one.description,
        parameters=one.parameters,
        tags=list(one.tags),
        schedule=CronSchedule(cron=one.cron, timezone=settings["schedule.time_zone"])
        if one.cron
        else None,
        concurrency_limit=ConcurrencyLimitConfig.model_validate(LIMIT),
        work_pool_name=POOL,
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
