"""A DuckDB connection that can only read one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from triggerscape.errors import TriggerscapeError
from triggerscape.faults.held_open import holder_of, refused

if TYPE_CHECKING:
    from pathlib import Path


def open_read_only(path: Path, *, fix: str, threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A connection to a file that writes nothing, reaches no other file and stays that way.

    Whoever has a file open keeps reading it when a run puts a newer one in its place.

    All who have a file open in one process share its settings.

    TriggerscapeError with the command that makes the file (``fix``) when there is none; when it is
    no DuckDB file, or is open in this process with other settings. WorkspaceBusy with the process
    that has it open for writing.
    """
    if not path.is_file():
        raise TriggerscapeError("E150", "there is nothing to query yet", where=str(path), fix=fix)
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "enable_external_access": "false",
        "lock_configuration": "true",
        "threads": threads,
    }
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.ConnectionException:
        raise TriggerscapeError(
            "E159",
            "this file is open here already, with other settings",
            where=str(path),
            fix="close it first, or open it with the same number of threads",
        ) from None
    except duckdb.IOException:
        raise _unreadable(path) from None


def _unreadable(path: Path) -> TriggerscapeError:
    if (holder := holder_of(path)) is not None:
        return refused(path, holder)
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        return TriggerscapeError(
            "E124",
            f"somebody wrote into a copy that is replaced by now and left {log.name}",
            where=str(path),
            fix=f"rm {log}, or let the next run remove it",
        )
    return TriggerscapeError(
        "E152", "this is no DuckDB file", where=str(path), fix="triggerscape releases verify"
    )
