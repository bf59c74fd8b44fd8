"""The commands that only look: status, log, sql."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Group, Parameter

from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace

if TYPE_CHECKING:
    from cyclopts import ArgumentCollection


def _only_one(asked: ArgumentCollection) -> None:
    if len(asked.filter_by(value_set=True)) != 1:
        raise ValueError("ask one thing: a query, --example NAME, or --examples for the list")


_ASKED = Group("What to ask", validator=_only_one)


def status(*, home: Home = None, json: Json = False, quiet: Quiet = False) -> int:
    """What ran last, and what every site has sent."""

    def act(terminal: Terminal) -> int:
        from triggerscape.errors import WorkspaceBusy
        from triggerscape.reporting import report_status
        from triggerscape.run_log.reading import newest_log, read_log
        from triggerscape.status import read_status

        workspace = find_workspace(home)
        log_file = newest_log(workspace)
        try:
            found = read_status(workspace)
        except WorkspaceBusy as busy:
            lines = read_log(log_file) if log_file else []
            if busy.code != "E121" or not lines:
                raise
            # Its ledger is closed to others in such a moment; its log never is.
            terminal.say(f"At work   {lines[-1].time}  {lines[-1].step}  {lines[-1].sentence}")
            terminal.say(f"Log       {log_file}")
            return terminal.finish({"at_work": asdict(lines[-1]), "log": log_file})
        if not json:
            report_status(terminal, found)
            terminal.say(f"Log       {log_file or 'none yet'}")
        return terminal.finish(asdict(found) | {"log": log_file})

    return speak("status", as_json=json, quiet=quiet, act=act)


def log(
    *,
    run: Annotated[
        str | None, Parameter(help="Its number in the ledger, or the name of its log; else newest.")
    ] = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Show what a run did, line by line."""

    def act(terminal: Terminal) -> int:
        from triggerscape.run_log.reading import find_log, read_log

        path = find_log(find_workspace(home), run)
        if not json:
            terminal.say(f"{path}\n")
            sys.stdout.write(path.read_text(encoding="utf-8", errors="replace"))
        return terminal.finish({"log": path, "lines": [asdict(one) for one in read_log(path)]})

    return speak("log", as_json=json, quiet=quiet, act=act)


def sql(
    query: Annotated[str | None, Parameter(group=_ASKED, help="A query.")] = None,
    *,
    example: Annotated[
        str | None, Parameter(group=_ASKED, help="Ask an example by its name.")
    ] = None,
    examples: Annotated[
        bool, Parameter(group=_ASKED, negative="", help="List the examples and who asks them.")
    ] = False,
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
        from triggerscape.reading.examples import find_example, read_examples
        from triggerscape.reporting import print_rows

        if examples:
            names = ["example", "asked by", "question"]
            rows = [(one.name, one.asked_by, one.question) for one in read_examples()]
        else:
            chosen = find_example(example) if example else None
            if chosen is not None:
                terminal.say(f"{chosen.sql}\n")
            text = chosen.sql if chosen else query or ""
            of_people = research or (chosen is not None and chosen.is_research)
            names, rows = ask(find_workspace(home), text, research=of_people)
        if not json:
            print_rows(terminal, names, rows, format)
        return terminal.finish({"columns": names, "rows": rows})

    return speak("sql", as_json=json, quiet=quiet, act=act)
