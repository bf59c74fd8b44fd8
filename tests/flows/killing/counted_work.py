"""What a process does to files and databases, counted; at one of these events its run is ended.

An event is noted after a file was opened for writing, renamed, removed, put on the disk and so on,
and before and after a statement that a database keeps. Every process of a run appends to one file
of events, so that an event has the same number whoever does it.
"""

from __future__ import annotations

import builtins
import io
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLAN = "TRIGGERSCAPE_TEST_KILL"
RECORD = 160
NEVER = 0
_FILE_CALLS = (
    *("rename", "replace", "unlink", "remove", "mkdir", "rmdir"),
    *("chmod", "fsync", "truncate", "ftruncate", "link", "symlink"),
)
_KEPT = re.compile(
    r"\s*(COMMIT|COPY|ATTACH|DETACH|"
    r"(?:INSERT|DELETE|UPDATE|CREATE|DROP|COMMENT)\b[^(]*?\b(?:ledger|estimates|quality|research)\.)"
)


class Work:
    """The events of one process below ``home``; ``at`` is the number of the one that ends its run.

    Counted are all of them, or those alone that begin with ``of``, a step and what is done in it.
    ``wait`` are seconds between that event and the end: time for what no event tells.
    """

    def __init__(self, *, home: str, events: str, run: int, at: int, of: str, wait: float) -> None:
        self._home, self._run, self._at, self._of, self._wait = home, run, at, of, wait
        self._matching = 0
        self._events = os.open(events, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._one_at_a_time = threading.Lock()
        self.step = "start"

    def note(self, what: str, place: str) -> None:
        """Write an event down; the run may not live to see the next line."""
        text = f"{self.step} {what} {place}".replace("\n", " ").encode()[: RECORD - 1]
        with self._one_at_a_time:
            os.write(self._events, text.ljust(RECORD - 1) + b"\n")
            number = os.lseek(self._events, 0, os.SEEK_CUR) // RECORD
            if self._of:
                is_one = f"{self.step} {what} ".startswith(f"{self._of} ")
                self._matching += is_one
                number = self._matching if is_one else NEVER
        if number and number == self._at:
            if self._wait:
                threading.Thread(target=self._end, daemon=True).start()
            else:
                self._end()

    def _end(self) -> None:
        time.sleep(self._wait)
        os.kill(self._run, signal.SIGKILL)

    def is_ours(self, place: str) -> bool:
        """True for a path inside the workspace."""
        return place.startswith(self._home)


def watch(work: Work) -> None:
    """Have every call of this process that changes a file noted."""
    for name in _FILE_CALLS:
        setattr(os, name, _noted(work, name, getattr(os, name)))
    builtins.open = io.open = _noted_open(work, io.open)


def watch_databases(work: Work) -> None:
    """Have every statement noted that a database keeps, and every connection that is closed."""
    from duckdb import DuckDBPyConnection  # a process without databases does not load it

    execute, leave = DuckDBPyConnection.execute, DuckDBPyConnection.__exit__

    def noted_execute(con: Any, query: Any, *rest: Any, **named: Any) -> Any:
        kept = _KEPT.match(query) if isinstance(query, str) else None
        if kept is None:
            return execute(con, query, *rest, **named)
        work.note(f"before {kept[1].split()[0]}", query[:90])
        done = execute(con, query, *rest, **named)
        work.note(f"after {kept[1].split()[0]}", query[:90])
        return done

    def noted_leave(con: Any, *rest: Any) -> Any:
        work.note("before close", "")
        done = leave(con, *rest)
        work.note("after close", "")
        return done

    for name, noted in (("execute", noted_execute), ("__exit__", noted_leave)):
        setattr(DuckDBPyConnection, name, noted)


def _noted(work: Work, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        # A descriptor has no path any more once it was closed, a name none once it is gone.
        place = _place(given[0], named.get("dir_fd"))
        done = real(*given, **named)
        if work.is_ours(place):
            work.note(name, place)
        return done

    return call


def _noted_open(work: Work, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        opened = real(file, mode, *rest, **named)
        if set(mode) & set("wax+") and not isinstance(file, int):
            place = _place(file, None)
            if work.is_ours(place):
                work.note("open", place)
        return opened

    return call


def _place(given: Any, folder: int | None) -> str:
    if isinstance(given, int):
        return str(Path(f"/proc/self/fd/{given}").readlink())
    path = os.fsdecode(given)
    if folder is not None:
        return f"{Path(f'/proc/self/fd/{folder}').readlink()}/{path}"
    return str(Path(path).absolute())
