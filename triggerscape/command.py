"""What every command shares: its options, and how whatever happens becomes an exit code."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from triggerscape.errors import Exit, TriggerscapeError, unforeseen
from triggerscape.terminal import Terminal

Home = Annotated[Path | None, Parameter(help="The workspace; default ./workspace.")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="One JSON object on stdout.")]
Quiet = Annotated[bool, Parameter(negative="", help="Say only errors and data.")]


def speak(command: str, *, as_json: bool, quiet: bool, act: Callable[[Terminal], int]) -> int:
    """Run a command and turn whatever happens into an exit code."""
    terminal = Terminal(command, as_json=as_json, quiet=quiet)
    try:
        return act(terminal)
    except TriggerscapeError as error:
        return terminal.fail(error)
    except KeyboardInterrupt:
        terminal.rest()
        return int(Exit.INTERRUPTED)
    except Exception as error:
        if os.environ.get("TRIGGERSCAPE_DEBUG"):
            raise
        return terminal.fail(unforeseen(error))
