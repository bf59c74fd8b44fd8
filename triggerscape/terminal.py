"""What a person sees: data on standard output, messages on standard error, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from triggerscape.errors import Exit, TriggerscapeError

SCHEMA_VERSION = 1


class _Console(Console):
    """A console that leaves it to the command what to do when its reader has gone."""

    def on_broken_pipe(self) -> None:
        """Called where the error is at hand."""
        raise  # noqa: PLE0704


class Terminal:
    """The way a command speaks. With ``as_json`` it says one object at the end, nothing else."""

    def __init__(self, command: str, *, as_json: bool = False, quiet: bool = False) -> None:
        self.command = command
        self.as_json = as_json
        self.quiet = quiet or as_json
        # A pipe has no width; rows must not be broken for it.
        self.out = _Console(
            file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 240
        )
        self.err = Console(file=sys.stderr, highlight=False, soft_wrap=True)
        self._status = self.err.status("") if self.err.is_terminal and not self.quiet else None

    def progress(self, line: str) -> None:
        """Say what is being done: a line that replaces itself, and nothing where nobody watches."""
        if self._status is not None:
            self._status.update(line)
            self._status.start()

    def rest(self) -> None:
        """Take the progress line away."""
        if self._status is not None:
            self._status.stop()

    def say(self, line: str = "", *, style: str | None = None) -> None:
        """A line for the person, on standard error so that data stay alone on standard output."""
        if not self.quiet:
            self.rest()
            self.err.print(Text(line, style=style or ""))

    def warn(self, line: str) -> None:
        """A warning."""
        self.say(f"Warning  {line}", style="yellow")

    def grid(self, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table of data, on standard output; numbers to the right."""
        self.rest()
        grid = Grid(box=None, pad_edge=False, header_style="bold")
        for place, header in enumerate(headers):
            numeric = all(isinstance(row[place], int | float | None) for row in rows) and rows
            grid.add_column(header, justify="right" if numeric else "left", no_wrap=place == 0)
        for row in rows:
            grid.add_row(*(_shown(value) for value in row))
        self.out.print(grid)

    def finish(
        self, data: dict[str, Any], *, warnings: Sequence[str] = (), exit_code: int = Exit.OK
    ) -> int:
        """End the command: in JSON mode, print its one object; gives back the exit code."""
        self.rest()
        if self.as_json:
            self._object(
                {"ok": exit_code == Exit.OK, "exit_code": int(exit_code), "data": data}
                | {"warnings": list(warnings), "error": None}
            )
        return int(exit_code)

    def fail(self, error: TriggerscapeError) -> int:
        """Say what went wrong, where, and what to type next; gives back the exit code."""
        self.rest()
        if self.as_json:
            said = {"code": error.code, "message": error.message}
            said |= {"where": error.where, "fix": error.fix}
            self._object(
                {"ok": False, "exit_code": error.exit_code, "data": None}
                | {"warnings": [], "error": said}
            )
            return error.exit_code
        self.err.print(Text(f"error[{error.code}]  {error.message}", style="bold red"))
        for label, text in (("where", error.where), ("fix", error.fix)):
            if text:
                self.err.print(Text(f"  {label:<8}{text}"))
        return error.exit_code

    def _object(self, body: dict[str, Any]) -> None:
        head = {"schema_version": SCHEMA_VERSION, "command": self.command}
        sys.stdout.write(json.dumps(head | body, indent=2, default=str) + "\n")


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
