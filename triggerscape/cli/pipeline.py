"""The commands that calculate: cohort, demo, run."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from triggerscape.cohort.sending.file_formats import FileFormat
from triggerscape.command import Home, Json, Quiet, speak
from triggerscape.errors import Exit
from triggerscape.terminal import Terminal
from triggerscape.workspace import find_workspace

if TYPE_CHECKING:
    from flows.intended import Intent


def cohort(
    *,
    people: int = 3000,
    days: int = 392,
    sites: int = 12,
    seed: int = 11,
    truth: Path | None = None,
    format: FileFormat = "csv",  # noqa: A002
    number_keys: Annotated[
        bool,
        Parameter(negative="", help="Keys of figures also in csv, as all other formats have."),
    ] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Write the deliveries of a synthetic population with known effects, and nothing else."""

    def act(terminal: Terminal) -> int:
        from triggerscape.demo import send_cohort

        workspace = find_workspace(home)
        sent = send_cohort(
            workspace,
            people,
            days,
            sites,
            seed,
            truth=truth,
            file_format=format,
            number_keys=number_keys,
            say=terminal.progress,
        )
        terminal.say(f"Deliveries  {workspace.inbox}  ({sent.deliveries} of {sites} sites)")
        terminal.say(f"Truth       {sent.truth}")
        return terminal.finish({"deliveries": sent.deliveries, "truth": str(sent.truth)})

    return speak("cohort", as_json=json, quiet=quiet, act=act)


def demo(
    *,
    people: int = 3000,
    days: int = 392,
    sites: int = 12,
    seed: int = 11,
    truth: Path | None = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Make a synthetic population, run everything on it, compare what it finds with the truth."""

    def act(terminal: Terminal) -> int:
        from triggerscape.demo import send_cohort, show_recovery

        workspace = find_workspace(home)
        terminal.say(
            f"A synthetic population: {people:,} people, {days} days, {sites} sites, seed {seed}"
        )
        sent = send_cohort(
            workspace,
            people,
            days,
            sites,
            seed,
            truth=truth,
            with_faults=True,
            say=terminal.progress,
        )
        data, warnings = _run(terminal, home, None, None, None)
        compared = show_recovery(terminal, workspace, sent)
        return terminal.finish(data | {"recovery": compared}, warnings=warnings)

    return speak("demo", as_json=json, quiet=quiet, act=act)


def run(
    *,
    from_: Annotated[str | None, Parameter(name="--from", help="First step.")] = None,
    to: Annotated[str | None, Parameter(help="Last step.")] = None,
    site: Annotated[
        tuple[str, ...], Parameter(help="Take in deliveries of this site alone; may be repeated.")
    ] = (),
    as_of: Annotated[dt.date | None, Parameter(help="Last day the release looks at.")] = None,
    restate: Annotated[
        str, Parameter(help="Publish now, windows published before too; say why.")
    ] = "",
    dry_run: Annotated[
        bool, Parameter(negative="", help="Say what would be done; change nothing.")
    ] = False,
    resume: Annotated[
        bool, Parameter(negative="", help="Go on only if the last run did not end well.")
    ] = False,
    prefect: Annotated[bool, Parameter(negative="", help="Run as a Prefect flow.")] = False,
    strict: Annotated[bool, Parameter(negative="", help="Warnings give exit code 5.")] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Ingest, validate, build, train and publish whatever is new."""
    only = frozenset(site)

    def act(terminal: Terminal) -> int:
        if dry_run or resume:
            from flows.intended import intent, interrupted
            from flows.run import open_run

            asked = open_run(find_workspace(home), as_of=as_of, restate=restate, only=only)
            if dry_run:
                return _tell(terminal, intent(asked, from_, to))
            left = interrupted(asked)
            terminal.say(f"Going on  {left}" if left else "The last run ended well.")
            if not left:
                return terminal.finish({"interrupted": ""})
        by_prefect = prefect or bool(os.environ.get("PREFECT_API_URL"))
        data, warnings = _run(
            terminal,
            home,
            from_,
            to,
            as_of,
            restate=restate,
            only=only,
            by_prefect=by_prefect,
        )
        code = Exit.WARNINGS if strict and warnings else Exit.OK
        return terminal.finish(data, warnings=warnings, exit_code=code)

    return speak("run", as_json=json, quiet=quiet, act=act)


def _tell(terminal: Terminal, told: Intent) -> int:
    from triggerscape.reporting import report_intent

    if not terminal.as_json:
        report_intent(terminal, told)
    return terminal.finish(asdict(told))


def _run(
    terminal: Terminal,
    home: Path | None,
    first: str | None,
    last: str | None,
    as_of: dt.date | None,
    *,
    restate: str = "",
    only: frozenset[str] = frozenset(),
    by_prefect: bool = False,
) -> tuple[dict[str, object], tuple[str, ...]]:
    from flows.run import open_run
    from triggerscape.reporting import StepLines, report_end, report_head, report_step

    workspace = find_workspace(home)
    opened = open_run(workspace, as_of=as_of, restate=restate, only=only, say=terminal.progress)
    report_head(terminal)
    if by_prefect:
        from flows.prefect_runner import run_by_prefect

        outcome = run_by_prefect(opened, first=first, last=last)
        for step in outcome.steps:
            report_step(terminal, step)
    else:
        from flows.plain_runner import run_plainly

        outcome = run_plainly(opened, first=first, last=last, told=StepLines(terminal))
    published = outcome.steps[-1].step == "publish"
    report_end(terminal, workspace, outcome.warnings, outcome.release_id if published else None)
    data: dict[str, object] = {
        "steps": [asdict(step) for step in outcome.steps],
        "release_id": outcome.release_id,
    }
    return data, outcome.warnings
