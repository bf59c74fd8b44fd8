"""A DuckDB file that another process has open: who holds it, and how to work on beside readers."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from triggerscape.errors import WorkspaceBusy
from triggerscape.release.durable import sync_folder

# An analyst's single question is over by then; an open program is not.
PATIENCE_S = 20.0
_PAUSE_S = 0.2
# struct flock: type, whence, start, length, process.
_LOCK = "hhqqi4x"


@dataclass(frozen=True)
class Holder:
    """A process that has a file open; 0 stands for one in another container or machine."""

    process: int
    is_writing: bool

    @property
    def sentence(self) -> str:
        """Which process it is, by its number and the name of its program."""
        return f"process {self.process} ({_program(self.process)})" if self.process else "a process"


def holder_of(file: Path) -> Holder | None:
    """One of the other processes that have locked a file; None where nobody has.

    Not to be asked of a file this process has open: looking would let its own lock go.
    """
    asked = struct.pack(_LOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    try:
        with file.open("rb") as opened:
            found = struct.unpack(_LOCK, fcntl.fcntl(opened, fcntl.F_GETLK, asked))
    except OSError:
        return None
    kind, process = found[0], found[4]
    return None if kind == fcntl.F_UNLCK else Holder(max(process, 0), kind == fcntl.F_WRLCK)


def refused(file: Path, holder: Holder) -> WorkspaceBusy:
    """The error that says who holds a file, and what to type."""
    end = f", or end it: kill {holder.process}" if holder.process else ""
    return WorkspaceBusy(
        "E123",
        f"{holder.sentence} has {file.name} open for {_purpose(holder)}",
        where=str(file),
        fix=f"close the file there{end}; then type the same again. Questions belong to "
        "triggerscape sql, which opens only files that no run writes into",
    )


def open_alone(file: Path) -> duckdb.DuckDBPyConnection:
    """A connection that writes. Whoever only reads the file keeps it as it was.

    WorkspaceBusy with the process that has it open for writing, once waiting did not help.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return duckdb.connect(str(file))
        except duckdb.IOException:
            holder = holder_of(file)
            if holder is None:
                return duckdb.connect(str(file))  # let go of meanwhile, or another trouble
            if not holder.is_writing:
                step_aside(file)
            elif time.monotonic() > until:
                raise refused(file, holder) from None
            else:
                time.sleep(_PAUSE_S)


def step_aside(file: Path) -> None:
    """Put a copy in the place of a file that others read: they keep the old one, we the new.

    A log of writes beside the file belongs to the copy as well. Does nothing where somebody writes.
    """
    partial = file.with_name(f".{file.name}.partial")
    try:
        with file.open("rb") as old:
            # Nobody can begin to write while it is copied.
            fcntl.lockf(old, fcntl.LOCK_SH | fcntl.LOCK_NB)
            partial.unlink(missing_ok=True)
            with partial.open("wb") as new:
                partial.chmod(0o600)
                shutil.copyfileobj(old, new, 1 << 22)
                new.flush()
                os.fsync(new.fileno())
            partial.replace(file)
    except BlockingIOError:
        return
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(file.parent)


def _purpose(holder: Holder) -> str:
    return "writing" if holder.is_writing else "reading"


def _program(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return "unknown"
