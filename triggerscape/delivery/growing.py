"""Files that are still being written: looked at twice, or told by the name of a partial copy."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from triggerscape.delivery.sent_names import DELETED_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What copying programs append to a file until it is whole.
PARTIAL_ENDINGS = (".part", ".partial", ".filepart", ".crdownload", ".tmp", ".swp", ".upload")
# Only a file written to within these seconds can be growing, and only such a file is waited for.
_FRESH_S = 5.0
_PAUSE_S = 0.25

Look = tuple[int, int]


def growing_files(inbox: Path) -> frozenset[Path]:
    """The files of an inbox that changed in size or time between two looks a moment apart.

    Takes a pause, once for all sites, and only when a file was written in the last seconds. A
    writer that rests for longer than the pause is noticed by the manifest alone.
    """
    since = (time.time() - _FRESH_S) * 1e9
    fresh = {path: look for path, look in _looks(inbox) if look[1] > since}
    if not fresh:
        return frozenset()
    time.sleep(_PAUSE_S)
    return frozenset(path for path, look in fresh.items() if _look(path) != look)


def is_partial_name(name: str, data_endings: tuple[str, ...]) -> bool:
    """True for ``diary.csv.part`` and for the hidden names under which copies grow."""
    name = name.lower()
    if name.endswith(PARTIAL_ENDINGS):
        return True
    is_hidden = name.startswith(".") and not name.startswith("._")
    return is_hidden and any(ending in name for ending in data_endings)


def _looks(inbox: Path) -> Iterator[tuple[Path, Look]]:
    """Every plain file down to inbox/<site>/<delivery>/<file>, and in deleted/ below that."""
    for pattern in ("*/*", "*/*/*", f"*/*/{DELETED_FOLDER}/*"):
        for path in sorted(inbox.glob(pattern)):
            look = _look(path)
            if look is not None and path.is_file():
                yield path, look


def _look(path: Path) -> Look | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
