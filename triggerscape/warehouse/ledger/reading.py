"""The ledger of a workspace, open for reading beside nobody's writing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from triggerscape.errors import TriggerscapeError, WorkspaceBusy
from triggerscape.faults.held_open import holder_of, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.workspace import Workspace


@contextmanager
def open_ledger(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to build.duckdb.

    TriggerscapeError when there is no ledger yet; WorkspaceBusy while a run, or somebody else's
    program, has it open for writing.
    """
    if not workspace.build_file.exists():
        raise TriggerscapeError(
            "E122",
            "nothing has run here yet",
            where=str(workspace.home),
            fix=f"triggerscape run --home {workspace.home}",
        )
    try:
        con = duckdb.connect(str(workspace.build_file), read_only=True)
    except duckdb.IOException:
        raise _busy(workspace) from None
    try:
        yield con
    finally:
        con.close()


def _busy(workspace: Workspace) -> WorkspaceBusy:
    """A run says its number in .writer; whoever else holds the ledger is named by his own."""
    holder = holder_of(workspace.build_file)
    runner = workspace.home / ".writer"
    told = runner.read_text(encoding="utf-8").split() if runner.is_file() else []
    if holder is None or str(holder.process) in told:
        return WorkspaceBusy(
            "E121", "a run is writing this workspace now", fix="ask again when it has ended"
        )
    return refused(workspace.build_file, holder)
