"""Alerts that no run can raise by itself: it crashed with its process, or never came."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from flows.orchestrated.endings import WITH_WARNINGS
from flows.scheduled.deployments import ALERT, TAG
from flows.scheduled.silent_runs import fell_silent
from flows.scheduled.standing import automation_stands

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient

    from triggerscape.settings import Settings

CRASHED = "triggerscape: a run crashed"
LATE = "triggerscape: no run in time"
OURS: dict[str, str | list[str]] = {
    "prefect.resource.id": f"prefect.tag.{TAG}",
    "prefect.resource.role": "tag",
}
WORKING = ("nightly", "ingest", "validate", "build", "train", "publish", "backfill")
# The server names an event after the state's name, not its type.
ENDED_WELL = frozenset({"prefect.flow-run.Completed", f"prefect.flow-run.{WITH_WARNINGS}"})


def automations_of(client: SyncPrefectClient, settings: Settings) -> tuple[str, ...]:
    """Create or update them all; gives back the names of those that changed.

    What they start is the deployment that sends mail.
    """
    alert = client.read_deployment_by_name(f"alert/{ALERT}").id
    changed = []
    for wanted in wanted_automations(alert, settings["alerts.late_hours"]):
        known = client.read_automations_by_name(wanted.name)
        if known and automation_stands(known[0], wanted):
            continue
        if known:
            client.update_automation(known[0].id, wanted)
        else:
            client.create_automation(wanted)
        changed.append(wanted.name)
    return tuple(changed)


def wanted_automations(alert: UUID, late_hours: int) -> tuple[AutomationCore, ...]:
    """Every automation as it is to be; ``alert`` is the deployment that sends mail."""
    return _crashed(alert), _late(alert, late_hours), fell_silent()


def _crashed(alert: UUID) -> AutomationCore:
    return AutomationCore(
        name=CRASHED,
        description="A run's process died, or its machine.",
        trigger=EventTrigger(
            match={"prefect.resource.id": "prefect.flow-run.*"},
            # Not of the flow that sends the mail: what fells it would fell the next one too.
            match_related=[
                OURS,
                {"prefect.resource.name": list(WORKING), "prefect.resource.role": "flow"},
            ],
            expect={"prefect.flow-run.Crashed"},
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[
            RunDeployment(
                source="selected",
                deployment_id=alert,
                job_variables=None,
                parameters={
                    "alert": "run-failed",
                    "about": "{{ flow_run.name }}",
                    # With a word before it: alone, the server makes JSON of it and cannot.
                    "once": "run {{ flow_run.id }}",
                    "sentence": "The process of run {{ flow_run.name }} ended before the run did. "
                    "To do: triggerscape run --resume, which goes on where it stopped",
                },
            )
        ],
    )


def _late(alert: UUID, hours: int) -> AutomationCore:
    return AutomationCore(
        name=LATE,
        description=f"No run of the nightly flow has ended well for {hours} hours.",
        trigger=EventTrigger(
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related=[
                OURS,
                {"prefect.resource.name": "nightly", "prefect.resource.role": "flow"},
            ],
            # Each good night starts the hours anew; without "after" they would run in fixed
            # stretches, and a single night that fails to come falls between two of them.
            after=set(ENDED_WELL),
            expect=set(ENDED_WELL),
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(hours=hours),
        ),
        actions=[
            RunDeployment(
                source="selected",
                deployment_id=alert,
                job_variables=None,
                parameters={
                    "alert": "run-late",
                    "about": "nightly",
                    "sentence": f"No run of the nightly flow has ended well for {hours} hours. To "
                    "do: see that a worker is up, prefect worker start --pool triggerscape",
                },
            )
        ],
    )
