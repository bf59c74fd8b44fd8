"""The command that puts a workspace on a Prefect server: schedule."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
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
    units: Annotated[
        Path | None,
        Parameter(help="Write the environment and the systemd units of server and worker here."),
    ] = None,
    try_mail: Annotated[
        bool,
        Parameter(negative="", help="Send one mail to alerts.email_to now; change no server."),
    ] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Create or update the deployments, times and alerts of this workspace on a Prefect server."""

    def act(terminal: Terminal) -> int:
        if print_:
            return _print(terminal, home)
        if try_mail:
            return _try_mail(terminal, home)
        if units is not None:
            return _units(terminal, home, units)
        if not os.environ.get("PREFECT_API_URL"):
            raise TriggerscapeError(
                "E192",
                "no Prefect server is named",
                fix="triggerscape schedule --units FOLDER writes the environment of one: read it "
                "by . FOLDER/triggerscape.env, then prefect server start",
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
        if applied.calls_home:
            terminal.say(
                "Calls home the server: stop it, put "
                f"{' '.join(applied.calls_home)} into its environment, and start it again"
            )
        terminal.say(f"Start a worker: prefect worker start --pool {applied.pool}")
        return terminal.finish(asdict(applied))

    return speak("schedule", as_json=json, quiet=quiet, act=act)


def _units(terminal: Terminal, home: Home, folder: Path) -> int:
    from flows.run import open_run
    from flows.scheduled.units import ENVIRONMENT, write_units

    folder = folder.expanduser().resolve()
    written, kept = write_units(open_run(find_workspace(home)).workspace, folder)
    for path in written:
        terminal.say(f"Written    {path}")
    for path in kept:
        terminal.say(f"Kept       {path}: somebody changed it; delete it to have it made again")
    terminal.say(f"Next       . {shlex.quote(str(folder / ENVIRONMENT))} && prefect server start")
    return terminal.finish(
        {"written": [str(path) for path in written], "kept": [str(path) for path in kept]}
    )


def _try_mail(terminal: Terminal, home: Home) -> int:
    from flows.alerts.trial import try_mail

    receivers = try_mail(find_workspace(home))
    terminal.say(f"Mail sent to {', '.join(receivers)}: see whether it arrives")
    return terminal.finish({"sent_to": receivers})


def _print(terminal: Terminal, home: Home) -> int:
    from flows.scheduled.project_file import project_file_of

    text = project_file_of(find_workspace(home))
    if not terminal.as_json:
        sys.stdout.write(text)
    return terminal.finish({"prefect.yaml": text})
