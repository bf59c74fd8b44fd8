"""One run's log: each line is on the disk before the next thing happens, and none stops a run."""

from __future__ import annotations

import datetime as dt
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

ENDING = ".log"
_STEP_WIDTH = 8
_NUMBER = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class RunLog:
    """Where a run writes what it does, in the clock of a time zone; nowhere without a path."""

    path: Path | None = None
    time_zone: str = "UTC"

    def line(self, step: str, sentence: str) -> None:
        """Write one line. What cannot be written is let go: no run may fail for its log."""
        if self.path is None:
            return
        now = dt.datetime.now(ZoneInfo(self.time_zone)).isoformat(" ", "seconds")
        text = f"{now}  {step:<{_STEP_WIDTH}}  {' '.join(sentence.split())}\n"
        with suppress(OSError):
            # Opened for each line, so that every process of a run can write into the same file.
            opened = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(opened, text.encode())
            finally:
                os.close(opened)


def new_log(folder: Path, time_zone: str, keep: int) -> RunLog:
    """A log that does not exist yet, named by a number and this moment; the newest of others stay.

    The number keeps logs in order though somebody set the clock. Counts of small groups stand in
    logs, so nobody but the owner may read them.
    """
    there = logs_in(folder)
    last = _NUMBER.match(there[-1].name) if there else None
    began = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    name = f"{int(last.group()) + 1 if last else 1:06d}-{began}{ENDING}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in there[: -keep + 1 or None]:
            old.unlink(missing_ok=True)
    return RunLog(folder / name, time_zone)


def logs_in(folder: Path) -> list[Path]:
    """Every log of a folder, oldest first."""
    return sorted(folder.glob(f"*{ENDING}"))
