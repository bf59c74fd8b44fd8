"""Files that are still being written: by the kernel's word, by two looks, or by their names."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from triggerscape.delivery.sent_names import DELETED_FOLDER, sent_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What copying programs append to a file until it is whole.
PARTIAL_ENDINGS = (".part", ".partial", ".filepart", ".crdownload", ".tmp", ".swp", ".upload")
# Only a file written to within these seconds can be growing, and only such a file is waited for.
_FRESH_S = 5.0
_PAUSE_S = 0.25

# Which file it is, its size, and when its bytes and its entry were last touched.
Look = tuple[int, int, int, int]


def growing_files(inbox: Path) -> frozenset[Path]:
    """The files of an inbox that a program has open for writing, or that changed between two looks.

    Takes a pause, once for all sites, and only when a file was written in the last seconds. Where
    the kernel cannot tell who writes, because the file is another user's or lies on a share, a
    writer that rests for longer than the pause is noticed by the manifest alone.
    """
    since = (time.time() - _FRESH_S) * 1e9
    looks = dict(_looks(inbox))
    written = {path for path in looks if is_open_for_writing(path)}
    fresh = {path: look for path, look in looks.items() if look[2] > since}
    if fresh.keys() - written:
        time.sleep(_PAUSE_S)
    return frozenset(written | {path for path, look in fresh.items() if _look(path) != look})


def is_open_for_writing(path: Path) -> bool:
    """Whether any program has a plain file open for writing, as far as the kernel tells us.

    It lends a file to readers only while nobody can write into it; the loan is given back at once.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return False
        # A writer who comes in between is announced by a signal, and the usual one would end us.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except (OSError, AttributeError) as refused:
        return isinstance(refused, OSError) and refused.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False


def look_at(place: Path) -> dict[str, Look]:
    """How a delivery stands: every file of a folder, or the file itself, hidden ones left out."""
    found = {}
    paths = [place]
    if place.is_dir() and not place.is_symlink():
        with suppress(OSError):  # taken away this moment: then there is nothing to list
            paths = [*place.iterdir(), *(place / DELETED_FOLDER).glob("*")]
    for path in paths:
        look = _look(path)
        if look is not None and not path.name.startswith("."):
            found[sent_name(path)] = look
    return found


def difference(before: dict[str, Look], now: dict[str, Look]) -> list[str]:
    """The names of files that came, went or changed between two looks."""
    names = sorted({*before, *now})
    return [name for name in names if before.get(name) != now.get(name)]


def is_partial_name(name: str, data_endings: tuple[str, ...]) -> bool:
    """True for ``diary.csv.part`` and for the hidden names under which copies grow."""
    name = name.lower()
    if name.endswith(PARTIAL_ENDINGS):
        return True
    is_hidden = name.startswith(".") and not name.startswith("._")
    return is_hidden and any(ending in name for ending in data_endings)


def _looks(inbox: Path) -> Iterator[tuple[Path, Look]]:
    """Every plain file down to inbox/<site>/<delivery>/<file>, and in deleted/ below that.

    A site whose folder cannot be read has none here; who lists its deliveries is told why.
    """
    for site in sorted(inbox.glob("*")):
        with suppress(OSError):
            for pattern in ("*", "*/*", f"*/{DELETED_FOLDER}/*"):
                for path in sorted(site.glob(pattern)):
                    look = _look(path)
                    if look is not None and path.is_file():
                        yield path, look


def _look(path: Path) -> Look | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
