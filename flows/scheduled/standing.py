"""Whether the server holds something as it is wanted already: then nothing is sent.

An update makes new schedules, drops runs that wait, and starts the clock of an alert again; whoever
paused something by hand would find it running. So what is the same is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect.exceptions import ObjectNotFound

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.responses import DeploymentResponse
    from prefect.deployments.runner import RunnerDeployment
    from prefect.events.schemas.automations import Automation, AutomationCore

_AS_WANTED = (
    "description",
    "parameters",
    "entrypoint",
    "job_variables",
    "work_pool_name",
    "work_queue_name",
    "version",
)
_GIVEN_BY_THE_SERVER = {"id", "created", "updated"}
# A person may switch an alert off; scheduling again does not switch it on.
_A_PERSONS = {"enabled"}


def stands(client: SyncPrefectClient, wanted: RunnerDeployment) -> bool:
    """True where the server has this deployment, of this version of the flow, with these times.

    The version is that of the file the flow is written in, and so covers its parameters' kinds.
    """
    try:
        found = client.read_deployment_by_name(wanted.full_name)
    except ObjectNotFound:
        return False
    return (
        all(getattr(found, name) == getattr(wanted, name) for name in _AS_WANTED)
        and sorted(found.tags) == sorted(wanted.tags)
        and _times(found) == _times(wanted)
        and found.global_concurrency_limit is None
    )


def automation_stands(found: Automation, wanted: AutomationCore) -> bool:
    """True where an automation says what is wanted, whether it is switched on or not."""
    return _said(found) == _said(wanted)


def _times(deployment: DeploymentResponse | RunnerDeployment) -> list[dict[str, Any]]:
    times = [one.schedule for one in deployment.schedules or []]
    return [one.model_dump(mode="json") for one in times if one is not None]


def _said(automation: AutomationCore) -> dict[str, Any]:
    told = automation.model_dump(exclude=_GIVEN_BY_THE_SERVER | _A_PERSONS)
    told["trigger"] = {k: v for k, v in told["trigger"].items() if k not in _GIVEN_BY_THE_SERVER}
    return told
