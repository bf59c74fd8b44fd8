"""A worker's scratch: a private folder of its machine, with copies of what lies in the store."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from triggerscape.errors import TriggerscapeError
from triggerscape.warehouse.fingerprints import fingerprint
from triggerscape.workspace import Workspace

SCRATCH = "TRIGGERSCAPE_SCRATCH"


def scratch_of(address: str) -> Workspace:
    """The workspace of copies of one store: below TRIGGERSCAPE_SCRATCH, else with temporary files.

    It stays from one night to the next, so that only what changed is fetched; whoever deletes it
    while no worker is at work loses nothing. TriggerscapeError where others could read it.
    """
    folder = Path(os.environ.get(SCRATCH) or tempfile.gettempdir())
    home = folder / f"triggerscape-{os.getuid()}-{fingerprint(address)[:12]}"
    try:
        home.mkdir(mode=0o700, exist_ok=True)
        told = home.lstat()
    except OSError as error:
        raise _unusable(home, error.strerror or type(error).__name__) from None
    if not stat.S_ISDIR(told.st_mode) or told.st_uid != os.getuid() or told.st_mode & 0o077:
        raise _unusable(home, "it is not a folder of ours alone")
    workspace = Workspace(home)
    for private in (workspace.vault, workspace.lake, workspace.sites):
        private.mkdir(mode=0o700, exist_ok=True)
    return workspace


def _unusable(home: Path, reason: str) -> TriggerscapeError:
    return TriggerscapeError(
        "E185",
        f"a worker cannot keep its copies: {reason}",
        where=str(home),
        fix=f"name a folder that only its user can read: {SCRATCH}, where the worker is started",
    )
