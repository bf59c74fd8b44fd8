"""A fault of the machine as a person is told of it: what, where, how much room, what to type."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from triggerscape.errors import TriggerscapeError, unforeseen
from triggerscape.faults.kinds import NO_MEMORY, NO_QUOTA, NO_ROOM
from triggerscape.faults.recognising import fault_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.faults.kinds import FaultKind

_SETTINGS = "triggerscape.toml"
_OF_ROOM = (NO_ROOM, NO_QUOTA)


def as_told(error: Exception, home: Path | None = None) -> TriggerscapeError:
    """Any error as a person may see it: ours as it is, a fault of the machine, or a fault of ours.

    ``home`` is the workspace at work, where one is.
    """
    if isinstance(error, TriggerscapeError):
        return error
    found = fault_in(error)
    return told(found.kind, found.path, home) if found else unforeseen(error)


@contextmanager
def faults_told(home: Path) -> Iterator[None]:
    """Give a fault of the machine its words; let every other error pass as it is.

    Raises:
        TriggerscapeError: the disk is full, a permission is missing, or the like.
    """
    try:
        yield
    except TriggerscapeError:
        raise
    except Exception as error:
        found = fault_in(error)
        if found is None:
            raise
        raise told(found.kind, found.path, home) from None


def told(kind: FaultKind, path: Path | None, home: Path | None = None) -> TriggerscapeError:
    """The error of a fault that was met at a path, by a run where a workspace is given."""
    again = f"triggerscape run --home {home}" if home else "the same command again"
    home = home or (_home_of(path) if path else None)
    if path is None and home and kind in _OF_ROOM:
        path = _fullest(home)
    place = _folder(path, home) if path else home
    fix = kind.fix.format(again=again, home=home or "…", place=place or "…")
    where = "" if place is None or kind is NO_MEMORY else f"{place}{_room(place, kind)}"
    return TriggerscapeError(kind.code, kind.sentence, where=where, fix=fix)


def _fullest(home: Path) -> Path:
    """Of the folders a run writes to, one on the disk with the least room: nobody said which."""
    written = ("", "lake", "vault", "vault/spill", "releases")
    folders = [*(home / name for name in written), Path(tempfile.gettempdir())]
    there = [folder for folder in folders if os.path.isdir(folder)]  # noqa: PTH112
    return min(there, key=lambda folder: shutil.disk_usage(folder).free, default=home)


def _folder(path: Path, home: Path | None) -> Path:
    """The place a person knows: never a name below the workspace's own, which a site may choose."""
    if home is not None and path.is_relative_to(home):
        first, *rest = path.relative_to(home).parts or ("",)
        if first == "inbox" and rest and os.path.isdir(home / first / rest[0]):  # noqa: PTH112
            return home / first / rest[0]
        return home if first.startswith(".") else home / first
    temporary = Path(tempfile.gettempdir())
    return temporary if path.is_relative_to(temporary) else path.parent


def _home_of(path: Path) -> Path | None:
    """The workspace a path lies in, by its settings file."""
    return next((one for one in path.parents if os.path.isfile(one / _SETTINGS)), None)  # noqa: PTH113


def _room(place: Path, kind: FaultKind) -> str:
    """How much is free there, where the fault is one of room."""
    if kind not in _OF_ROOM:
        return ""
    there = place
    while not os.path.exists(there):  # noqa: PTH110 - pathlib's raises where it may not look
        there = there.parent
    try:
        room, entries = shutil.disk_usage(there), os.statvfs(there)
    except OSError:
        return ""
    if entries.f_files and not entries.f_favail:
        return " (no entry for another file is left)"
    return f" ({room.free / 1e6:,.0f} MB free of {room.total / 1e6:,.0f})"
