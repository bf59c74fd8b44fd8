"""A run that the server holds for running and hears nothing of: its machine or its worker died."""

from __future__ import annotations

from datetime import timedelta

from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from flows.orchestrated.endings import WITH_WARNINGS
from flows.scheduled.deployments import TAG

SILENT = "triggerscape: a run fell silent"
# A run says every three minutes that it lives; five times unheard is not a busy machine.
SILENT_FOR = timedelta(minutes=15)
_EVENT = "prefect.flow-run."
_LIVES = frozenset(_EVENT + name for name in ("Pending", "Running", "heartbeat"))
# A run that waits again or has ended is not missed. Events bear the names of states.
_RESTS = frozenset(
    _EVENT + name
    for name in (
        *("Completed", WITH_WARNINGS, "Failed", "TimedOut", "Crashed", "Cancelled", "Cancelling"),
        *("Scheduled", "AwaitingRetry", "Retrying", "Paused", "Suspended"),
    )
)


def fell_silent() -> AutomationCore:
    """Call a run crashed that has said nothing for so long; mail follows, as of any crash.

    A server that was off itself holds that mail back for 15 minutes: it waits for what it may have
    missed of the run.

    Without it a run whose machine was switched off would be shown as running for ever, and keep
    one of the places in the queue.
    """
    return AutomationCore(
        name=SILENT,
        description=f"A run has said nothing for {SILENT_FOR.seconds // 60} minutes.",
        trigger=EventTrigger(
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related={
                "prefect.resource.id": f"prefect.tag.{TAG}",
                "prefect.resource.role": "tag",
            },
            after=set(_LIVES),
            expect=set(_LIVES | _RESTS),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT_FOR,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                force=False,
                message=f"Nothing was heard of this run for {SILENT_FOR.seconds // 60} minutes: "
                "its machine or its worker was stopped.",
            )
        ],
    )
