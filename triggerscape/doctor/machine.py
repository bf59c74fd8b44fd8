"""Is there room to work: disk, memory, and a clock that tells the time."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from triggerscape.doctor.finding import Finding, fix, note, ok

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triggerscape.workspace import Workspace

_GB = 1 << 30
# Staged bytes, the lake, its rebuilding beside it and the research copy, against what was sent.
ROOM_PER_BYTE_SENT = 6
LEAST_MEMORY = _GB
# Before this the code did not exist: a clock that says so was never set.
_FIRST_DAY = dt.date(2026, 11, 1)


def disk_finding(sent: int, free: int) -> Finding:
    """Whether the disk holds a run over ``sent`` bytes of deliveries with ``free`` bytes left."""
    needed = _GB + ROOM_PER_BYTE_SENT * sent
    said = f"{free / _GB:.1f} GB free, {sent / _GB:.2f} GB of deliveries"
    if free >= needed:
        return ok("disk", said)
    return fix("disk", f"{said}; a run needs {needed / _GB:.1f} GB", "free or add disk, or --home")


def memory_finding(total: int, given_gb: float) -> Finding:
    """Whether the machine has the memory that the setting gives to DuckDB, 0 being a half of it."""
    given = given_gb * _GB if given_gb else total / 2
    said = f"{total / _GB:.1f} GB of memory, {given / _GB:.1f} GB of it for DuckDB"
    if total < LEAST_MEMORY:
        return fix("memory", f"{said}; 1 GB is the least", "use a larger machine")
    if given > 0.8 * total:
        return fix("memory", f"{said}: too little is left", "lower warehouse.memory_gb")
    return ok("memory", said)


def clock_finding(today: dt.date, newest: dt.datetime | None) -> Finding:
    """Whether the clock can be right: not before this code, nor before the newest delivery."""
    if today < _FIRST_DAY:
        return fix("clock", f"the machine says it is {today}", "set the clock, or start NTP")
    if newest is not None and newest.date() > today + dt.timedelta(days=1):
        return note("clock", f"a delivery bears the date {newest.date()}, later than {today}")
    return ok("clock", f"{today}")


def machine_findings(workspace: Workspace) -> list[Finding]:
    """Disk, memory and clock as they are for this workspace."""
    files = list(_seen(workspace.inbox))
    sent = sum(one.st_size for one in files)
    newest = max((one.st_mtime for one in files), default=None)
    utc = dt.UTC
    return [
        disk_finding(sent, shutil.disk_usage(_existing(workspace.home)).free),
        memory_finding(
            os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
            workspace.settings()["warehouse.memory_gb"],
        ),
        clock_finding(
            dt.datetime.now(utc).date(),
            None if newest is None else dt.datetime.fromtimestamp(newest, utc),
        ),
    ]


def _seen(inbox: Path) -> Iterator[os.stat_result]:
    """What can be seen of every file of the inbox; what cannot is told of by itself."""
    for folder, _, names in os.walk(inbox):
        for name in names:
            with suppress(OSError):
                found = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - many files
                if stat.S_ISREG(found.st_mode):
                    yield found


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
