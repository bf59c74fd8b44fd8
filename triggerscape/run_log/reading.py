"""A run's log, read again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.run_log.writing import ENDING, logs_in

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.workspace import Workspace

_LINE = re.compile(r"(?P<time>\S+ \S+)  (?P<step>\S+) +(?P<sentence>.*)")
NUMBERED = "run {number} in the ledger"


@dataclass(frozen=True)
class LogLine:
    """One line of a log: when, in which step, what."""

    time: str
    step: str
    sentence: str


def newest_log(workspace: Workspace) -> Path | None:
    """The log of the newest run; None where there is none."""
    there = logs_in(workspace.logs)
    return there[-1] if there else None


def find_log(workspace: Workspace, run: str | None) -> Path:
    """The log of a run, by its number in the ledger or by the name of the file; else the newest.

    TriggerscapeError where there is none.
    """
    there = logs_in(workspace.logs)
    if run is None and there:
        return there[-1]
    for path in reversed(there):
        if run == path.name.removesuffix(ENDING) or _is_of(path, run):
            return path
    raise TriggerscapeError(
        "E125",
        f"there is no log of run {run}" if run else "nothing has been logged here yet",
        where=str(workspace.logs),
        fix=f"choose from {_names(there)}" if there else "triggerscape run",
        exit_code=Exit.USAGE,
    )


def read_log(path: Path) -> list[LogLine]:
    """Every line of a log; a last one that was cut short is left out."""
    whole = path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    return [LogLine(**found.groupdict()) for line in whole if (found := _LINE.fullmatch(line))]


def _is_of(path: Path, run: str | None) -> bool:
    named = NUMBERED.format(number=run)
    return any(line.sentence == named for line in read_log(path))


def _names(there: list[Path]) -> str:
    newest = [path.name.removesuffix(ENDING) for path in there[-3:]]
    return ", ".join(reversed(newest))
