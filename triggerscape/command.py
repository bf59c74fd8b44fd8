"""What every command shares: its options, and how whatever happens becomes an exit code."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.faults.recognising import fault_in
from triggerscape.faults.telling import as_told
from triggerscape.terminal import Terminal

Home = Annotated[Path | None, Parameter(help="The workspace; default ./workspace.")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="One JSON object on stdout.")]
Quiet = Annotated[bool, Parameter(negative="", help="Say only errors and data.")]


def speak(command: str, *, as_json: bool, quiet: bool, act: Callable[[Terminal], int]) -> int:
    """Run a command and turn whatever happens into an exit code."""
    terminal = Terminal(command, as_json=as_json, quiet=quiet)
    sys.unraisablehook = _once_told
    try:
        exit_code = act(terminal)
        sys.stdout.flush()
        return exit_code
    except TriggerscapeError as error:
        return terminal.fail(error)
    except KeyboardInterrupt:
        terminal.rest()
        return int(Exit.INTERRUPTED)
    except Exception as error:
        if isinstance(error, BrokenPipeError) and _nobody_reads():
            return int(Exit.UNREAD)
        if os.environ.get("TRIGGERSCAPE_DEBUG"):
            raise
        return terminal.fail(as_told(error))


def _nobody_reads() -> bool:
    """True where the reader of standard output has gone; then nothing more is written to it."""
    output = sys.stdout.fileno()
    asked = select.poll()
    asked.register(output, 0)
    has_gone = any(event & select.POLLERR for _, event in asked.poll(0))
    if has_gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), output)
    return has_gone


def _once_told(unraisable: sys.UnraisableHookArgs) -> None:
    """Half a file thrown away on a full disk says so again, in a traceback nobody needs."""
    error = unraisable.exc_value
    if error is None or fault_in(error) is None:
        sys.__unraisablehook__(unraisable)
