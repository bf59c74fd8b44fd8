"""Which fault of the machine an exception is, or hides, whichever library it came from.

Libraries wrap what the system told them, and some keep only its words. Those words are looked for
in the texts of a library's own errors of input and output; of the text nothing is passed on but a
path, and of that only which folder it lies in.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triggerscape.faults.kinds import BY_NUMBER, MISPLACED, NO_MEMORY, NO_ROOM, FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# By name of class, so that nothing heavy is imported to look at an error.
_SPEAK_OF_FILES = {
    "IOException": "duckdb",
    "TransactionException": "duckdb",  # a commit for which there was no room
    "FatalException": "duckdb",
    "OutOfMemoryException": "duckdb",
    "ComputeError": "polars",
}
_MEMORY = "OutOfMemoryException"
# DuckDB may spill as much as the disk had room for; said of no other limit.
_SPILL = "max_temp_directory_size"
_BY_WORDS = {os.strerror(number): number for number in BY_NUMBER}
_RUST = re.compile(r"\(os error (\d+)\)(?:: (/[^\n]*))?")
_FILE = re.compile(r'file \\?"(/[^"\\]+)')
_MISSING = (errno.ENOENT, errno.EEXIST)
_MOST_LINKS = 20


class Found(NamedTuple):
    """A fault, and a path that was touched when it came, where one is known."""

    kind: FaultKind
    path: Path | None


def fault_in(error: BaseException) -> Found | None:
    """The fault of the machine behind an error; None where there is none."""
    return next((found for one in _behind(error) if (found := _fault_of(one))), None)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error, and whatever it was raised from or during, nearest first."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _MOST_LINKS:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [link for link in (one.__cause__, one.__context__) if link is not None]
        waiting += [arg for arg in one.args if isinstance(arg, BaseException)]


def _fault_of(error: BaseException) -> Found | None:
    if isinstance(error, MemoryError):
        return Found(NO_MEMORY, None)
    if isinstance(error, OSError):
        return _of_system(error)
    kind = type(error)
    if kind.__module__.strip("_").split(".")[0] == _SPEAK_OF_FILES.get(kind.__name__):
        return _of_text(str(error), is_about_memory=kind.__name__ == _MEMORY)
    return None


def _of_system(error: OSError) -> Found | None:
    number = error.errno
    if number is None:  # some libraries raise it with words alone; shutil with a list of them
        return _of_text(str(error))
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if number in _MISSING:
        return Found(MISPLACED, path) if path and _is_misplaced(path, number) else None
    found = BY_NUMBER.get(number)
    return Found(found, path) if found else None


def _is_misplaced(path: Path, number: int) -> bool:
    """Whether the folder of a path is missing, or something that is no folder has its name."""
    if number == errno.EEXIST:
        return not os.path.isdir(path)  # noqa: PTH112 - pathlib's raises where it may not look
    return not os.path.isdir(path.parent)  # noqa: PTH112 - as above


def _of_text(text: str, *, is_about_memory: bool = False) -> Found | None:
    path = Path(named.group(1)) if (named := _FILE.search(text)) else None
    if is_about_memory:
        return Found(NO_ROOM if _SPILL in text else NO_MEMORY, path)
    if rust := _RUST.search(text):
        number = int(rust.group(1))
        path = Path(rust.group(2)) if rust.group(2) else path
    else:
        number = next((n for words, n in _BY_WORDS.items() if words in text), 0)
    if number == 0 and os.strerror(errno.ENOENT) in text:
        number = errno.ENOENT
    if number == errno.ENOENT:
        return Found(MISPLACED, path) if path and _is_misplaced(path, number) else None
    kind = BY_NUMBER.get(number)
    return Found(kind, path) if kind else None
