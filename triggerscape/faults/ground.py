"""Before anything is touched: is the ground a run stands on fit to be worked on?"""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

from triggerscape.faults.kinds import (
    MISPLACED,
    NOT_ALLOWED,
    READ_ONLY,
    TOO_MANY_OPEN,
    FaultKind,
)
from triggerscape.faults.telling import told

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.workspace import Workspace

# More than a run of many buckets was seen to open; at the very limit DuckDB ends the process.
LEAST_OPEN_FILES = 512
_WISHED_OPEN_FILES = 65_536


def refuse_unfit(workspace: Workspace) -> None:
    """Refuse to work where a folder is missing, or must be written and cannot be.

    Asks the system for more open files, where it gives them for the asking.

    Raises:
        TriggerscapeError: a folder is not there, may not be used, or lies on a read-only disk; or
            this process may open too few files.
    """
    read = (workspace.inbox, workspace.sites)
    written = (workspace.home, workspace.vault, workspace.lake, workspace.releases)
    for place in (*written[:1], *read, *written[1:]):
        kind = unfitness(place, is_written=place in written)
        if kind:
            raise told(kind, place, workspace.home)
    if open_files_allowed() < LEAST_OPEN_FILES:
        raise told(TOO_MANY_OPEN, None, workspace.home)


def unfitness(place: Path, *, is_written: bool) -> FaultKind | None:
    """What keeps a folder from being used; None where nothing does."""
    if not os.path.isdir(place):  # noqa: PTH112 - pathlib's raises where it may not look
        return MISPLACED
    if is_written and os.statvfs(place).f_flag & os.ST_RDONLY:
        return READ_ONLY
    needed = os.R_OK | os.X_OK | (os.W_OK if is_written else 0)
    return None if os.access(place, needed) else NOT_ALLOWED


def open_files_allowed() -> int:
    """How many files this process may have open, raised as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _WISHED_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _WISHED_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        return most
    return _WISHED_OPEN_FILES if soft == resource.RLIM_INFINITY else soft
