"""The commands that only look: status, sql."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from cyclopts import Parameter

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace


def status(*, home: Home = None, json: Json = False, quiet: Quiet = False) -> int:
    """What ran last, and what every site has sent."""

    def act(terminal: Terminal) -> int:
        from triggerscape.reporting import report_status
        from triggerscape.status import read_status

        found = read_status(find_workspace(home))
        if not json:
            report_status(terminal, found)
        return terminal.finish(asdict(found))

    return speak("status", as_json=json, quiet=quiet, act=act)


def sql(
    query: str,
    *,
    research: Annotated[bool, Parameter(negative="", help="Ask the person-level copy.")] = False,
    format: Annotated[  # noqa: A002
        Literal["table", "csv", "json"], Parameter(help="How to print the rows.")
    ] = "table",
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Ask the newest release. Read-only."""

    def act(terminal: Terminal) -> int:
        from triggerscape.querying import query as ask
        from triggerscape.reporting import print_rows

        names, rows = ask(find_workspace(home), query, research=research)
        if not json:
            print_rows(terminal, names, rows, format)
        return terminal.finish({"columns": names, "rows": rows})

    return speak("sql", as_json=json, quiet=quiet, act=act)
