"""The command that puts a workspace on a Prefect server: schedule."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.errors import TriggerscapeError
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace


def schedule(
    *,
    print_: Annotated[
        bool,
        Parameter(name="--print", negative="", help="Print a prefect.yaml; change no server."),
    ] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Create or update the deployments, times and alerts of this workspace on a Prefect server."""

    def act(terminal: Terminal) -> int:
        if print_:
            return _print(terminal, home)
        if not os.environ.get("PREFECT_API_URL"):
            raise TriggerscapeError(
                "E192",
                "no Prefect server is named",
                fix="prefect server start, then export PREFECT_API_URL=http://127.0.0.1:4200/api",
            )
        from flows.prefect_runner import schedule_workspace

        applied, planned = schedule_workspace(find_workspace(home))
        rows = [(one.name, one.flow, one.cron or "when asked", one.description) for one in planned]
        if not json:
            terminal.grid(("deployment", "flow", "when", "what it does"), rows)
        for name in applied.automations:
            terminal.say(f"Alert      {name}")
        for name in applied.removed:
            terminal.say(f"Removed    {name}")
        terminal.say(f"Changed    {', '.join(applied.changed) or 'nothing'}")
        terminal.say(f"Start a worker: prefect worker start --pool {applied.pool}")
        return terminal.finish(asdict(applied))

    return speak("schedule", as_json=json, quiet=quiet, act=act)


def _print(terminal: Terminal, home: Home) -> int:
    from flows.scheduled.project_file import project_file_of

    text = project_file_of(find_workspace(home))
    if not terminal.as_json:
        sys.stdout.write(text)
    return terminal.finish({"prefect.yaml": text})
