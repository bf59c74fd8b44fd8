"""How runs, states and rows are laid out for a person."""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.status import Status
    from triggerscape.terminal import Terminal
    from triggerscape.workspace import Workspace

MOST_WARNINGS = 6


class _Step(Protocol):
    @property
    def step(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def rows_in(self) -> int: ...
    @property
    def rows_out(self) -> int: ...
    @property
    def held_back(self) -> int: ...
    @property
    def sentence(self) -> str: ...


class _Site(Protocol):
    @property
    def site_code(self) -> str: ...
    @property
    def new(self) -> int: ...
    @property
    def again(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def waiting(self) -> int: ...


class _Intent(Protocol):
    @property
    def steps(self) -> tuple[str, ...]: ...
    @property
    def sites(self) -> Sequence[_Site]: ...
    @property
    def release(self) -> str: ...
    @property
    def interrupted(self) -> str: ...


def report_intent(terminal: Terminal, told: _Intent) -> None:
    """What a run would do: the steps, a row a site, the release; nothing was done."""
    terminal.say(f"Steps      {', '.join(told.steps)}")
    if told.interrupted:
        terminal.say(f"Before     {told.interrupted}")
    if told.sites:
        terminal.grid(
            ("site", "files new", "judged again", "as before", "deliveries on their way"),
            [(s.site_code, s.new, s.again, s.unchanged, s.waiting) for s in told.sites],
        )
    if told.release:
        terminal.say(f"Release    {told.release}")
    terminal.say("Nothing was changed.")


def report_head(terminal: Terminal) -> None:
    """The line above the steps of a run."""
    terminal.say(
        f"{'step':<9} {'result':<8} {'rows in':>11} {'rows out':>11} {'held back':>10} {'time':>9}"
    )


class StepLines:
    """One line for each step as it ends, with the seconds since the one before."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._since = time.monotonic()

    def __call__(self, step: _Step) -> None:
        """Print the line of a step that has just ended."""
        now = time.monotonic()
        report_step(self._terminal, step, f"{now - self._since:7.1f} s")
        self._since = now


def report_step(terminal: Terminal, step: _Step, took: str = "") -> None:
    """One line for one step."""
    terminal.say(
        f"{step.step:<9} {step.result:<8} {step.rows_in:>11,} {step.rows_out:>11,} "
        f"{step.held_back:>10,} {took:>9}  {step.sentence}",
        style="yellow" if step.result == "warning" else None,
    )


def report_end(
    terminal: Terminal, workspace: Workspace, warnings: Sequence[str], release_id: str | None
) -> None:
    """Warnings, then where to look: the important lines last."""
    for warning in warnings[:MOST_WARNINGS]:
        terminal.warn(warning)
    if len(warnings) > MOST_WARNINGS:
        terminal.say(f"         and {len(warnings) - MOST_WARNINGS} more; all of them: --json")
    if release_id is not None:
        latest = workspace.releases / "latest"
        terminal.say()
        terminal.say(f"Release  {release_id}  in {workspace.releases / release_id}")
        terminal.say(_examined(workspace.releases / release_id))
        terminal.say(f"Open     {latest / 'dashboard.html'}")
        terminal.say(f'Query    {_program()} sql "{_EXAMPLE}" --home {workspace.home}')


def _examined(release: Path) -> str:
    """What the gate found of a release, in a line: rows hidden, attacks tried."""
    told = json.loads((release / "disclosure.json").read_text(encoding="utf-8"))
    rows, hidden = (sum(one[name] for one in told["rows"].values()) for name in ("rows", "hidden"))
    tried = sum(one["tried"] for one in told["attacks"].values())
    return (
        f"Hidden   {hidden:,} of {rows:,} rows; {tried:,} attacks tried on the files, none succeeds"
    )


_EXAMPLE = (
    "SELECT trigger_id, estimate, ci_low, ci_high FROM trigger_effect WHERE verdict = 'trigger'"
)


_STATUS_HEADERS = tuple(
    "site|deliveries|files|refused files|rows in|accepted|quarantined|duplicate".split("|")
)


def _program() -> str:
    """What to type before a command: under ``uv run`` the program is not on the path."""
    return "uv run triggerscape" if "UV_RUN_RECURSION_DEPTH" in os.environ else "triggerscape"


def report_status(terminal: Terminal, status: Status) -> None:
    """The last run, then a row a site."""
    run = status.last_run
    if run is not None:
        terminal.say(f"Last run  {run.number}, {run.state}, {run.started_at:%Y-%m-%d %H:%M} UTC")
        terminal.say(f"          {run.message or ''}")
        terminal.say(f"Release   {run.release_id or 'none yet'}")
    terminal.grid(
        _STATUS_HEADERS,
        [astuple(site) for site in status.sites],
    )


def print_rows(
    terminal: Terminal, names: Sequence[str], rows: Sequence[Sequence[Any]], form: str
) -> None:
    """Query rows as a table, CSV or JSON lines of objects."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    elif form == "json":
        objects = [dict(zip(names, row, strict=True)) for row in rows]
        sys.stdout.write(json.dumps(objects, indent=2, default=str) + "\n")
    else:
        terminal.grid(names, rows)
