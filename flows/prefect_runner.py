"""Run the nightly flow from the command line, with every outward call of Prefect turned off."""

from __future__ import annotations

import os

from flows.run import Run
from flows.walking import RunOutcome

# Read by Prefect when it is imported: no telemetry, no advertisements, room for a slow start.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}


def run_by_prefect(run: Run, *, first: str | None = None, last: str | None = None) -> RunOutcome:
    """Run the flow and wait for it; without PREFECT_API_URL it brings a server of its own.

    Prefect keeps its database in the workspace's vault unless PREFECT_HOME says otherwise.
    """
    for name, value in {**QUIET, "PREFECT_HOME": str(run.workspace.vault / "prefect")}.items():
        os.environ.setdefault(name, value)
    from flows.nightly import nightly  # noqa: PLC0415 - Prefect reads the environment on import

    return nightly(
        home=str(run.workspace.home),
        as_of=run.as_of.isoformat() if run.as_of else None,
        first=first,
        last=last,
    )
