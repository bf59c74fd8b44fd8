"""From the command line to Prefect, with every outward call of it turned off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from flows.run import Run, open_run
from triggerscape.errors import TriggerscapeError

if TYPE_CHECKING:
    from flows.scheduled.applying import Applied
    from flows.scheduled.deployments import Deployment
    from flows.walking import RunOutcome
    from triggerscape.workspace import Workspace

# Read by Prefect when it is imported: no telemetry, no advertisements, room for a slow start.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # A server that is away for an hour stops no worker: it is asked again, at longer and longer
    # intervals, up to some minutes.
    "PREFECT_CLIENT_MAX_RETRIES": "8",
    # The newer pages ask a host of their maker's analytics, whatever the settings above say.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
}


def run_by_prefect(run: Run, *, first: str | None = None, last: str | None = None) -> RunOutcome:
    """Run the flow and wait for it; without PREFECT_API_URL it brings a server of its own.

    Prefect keeps its database in the workspace's vault unless PREFECT_HOME says otherwise.

    TriggerscapeError where the server does not answer; whatever the flow raises otherwise.
    """
    _quieten(run.workspace)
    # Prefect reads the environment on import.
    from flows.nightly import nightly  # noqa: PLC0415
    from flows.orchestrated.lost_server import server_answers  # noqa: PLC0415

    if not server_answers():
        raise _lost(
            "", "prefect server start; without one: env -u PREFECT_API_URL triggerscape run"
        )
    ended: Any = nightly(
        home=str(run.workspace.home),
        as_of=run.as_of.isoformat() if run.as_of else None,
        first=first,
        last=last,
        restate=run.restate,
        sites=tuple(sorted(run.only)),
    )
    outcome: RunOutcome = ended
    return outcome


def schedule_workspace(workspace: Workspace) -> tuple[Applied, list[Deployment]]:
    """Put a workspace's deployments and alerts on the server: what stands there, what was planned.

    Raises:
        TriggerscapeError: there is no workspace, or the server does not answer.
    """
    run = open_run(workspace)
    _quieten(workspace)
    import httpx  # noqa: PLC0415 - Prefect brings it, and what it raises when nobody answers

    from flows.scheduled.applying import apply  # noqa: PLC0415 - as above
    from flows.scheduled.deployments import deployments_of  # noqa: PLC0415 - as above

    planned = deployments_of(str(workspace.home), sorted(run.profiles), run.settings)
    try:
        return apply(planned, run.settings), planned
    except (httpx.HTTPError, RuntimeError) as error:
        kind = f": {type(error).__name__}"
        raise _lost(
            kind, "prefect server start; triggerscape doctor looks whether it answers"
        ) from None


def _lost(kind: str, fix: str) -> TriggerscapeError:
    return TriggerscapeError(
        "E193",
        f"the Prefect server does not answer{kind}",
        where=os.environ.get("PREFECT_API_URL", ""),
        fix=fix,
    )


def _quieten(workspace: Workspace) -> None:
    for name, value in {**QUIET, "PREFECT_HOME": str(workspace.vault / "prefect")}.items():
        os.environ.setdefault(name, value)
