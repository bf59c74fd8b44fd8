"""Would a run meet a fault of storage: full disks, limits of this user, an inbox it cannot read?"""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from triggerscape.delivery.manifest_fields import shown
from triggerscape.doctor.finding import Finding, fix, ok
from triggerscape.faults.ground import LEAST_OPEN_FILES, open_files_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.workspace import Workspace

_MB = 1_000_000
# A table written beside its old self, a release and its copy: below this no night goes through.
_LEAST_FREE = 100 * _MB
_LEAST_ENTRIES = 2_000
_LEAST_FILE = 1_000 * _MB


def storage_findings(workspace: Workspace) -> list[Finding]:
    """One finding for each thing that would stop a run or a site; a single one where none would."""
    if not os.path.isdir(workspace.home):  # noqa: PTH112 - pathlib's raises where it may not look
        return []
    faults = [*_full_disks(workspace), *limit_findings(), *_closed_sites(workspace)]
    return faults or [ok("storage", "room on every disk, no limit in the way, the inbox readable")]


def _full_disks(workspace: Workspace) -> Iterator[Finding]:
    """Each disk once, the first folder on it named; that of temporary files too."""
    folders = (workspace.home, workspace.lake, workspace.vault, workspace.vault / "spill")
    seen: set[int] = set()
    for folder in (*folders, workspace.releases, Path(tempfile.gettempdir())):
        try:
            disk, room = folder.stat().st_dev, os.statvfs(folder)
        except OSError:  # not there, or not ours to see: the findings on the workspace say so
            continue
        if disk in seen:
            continue
        seen.add(disk)
        free = shutil.disk_usage(folder).free
        if free < _LEAST_FREE:
            said = f"only {free / _MB:,.0f} MB are free for {folder}"
            yield fix("storage", said, f"free or add room there: df -h {quote(str(folder))}")
        elif room.f_files and room.f_favail < _LEAST_ENTRIES:
            said = f"only {room.f_favail:,} more files fit on the disk of {folder}"
            yield fix("storage", said, f"remove files there: df -i {quote(str(folder))}")


def limit_findings() -> Iterator[Finding]:
    """What this user may not do: open enough files, write long enough ones."""
    allowed = open_files_allowed()
    if allowed < LEAST_OPEN_FILES:
        said = f"{allowed} files may be open at once; a run needs {LEAST_OPEN_FILES}"
        yield fix("storage", said, "ulimit -n 4096, or LimitNOFILE=4096 in the service")
    longest = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if longest != resource.RLIM_INFINITY and longest < _LEAST_FILE:
        said = f"no file may grow beyond {longest / _MB:,.0f} MB"
        yield fix("storage", said, "ulimit -f unlimited, or LimitFSIZE=infinity in the service")


def _closed_sites(workspace: Workspace) -> Iterator[Finding]:
    """Sites of whose deliveries something cannot be read, each once."""
    inbox = workspace.inbox
    if not os.access(inbox, os.R_OK | os.X_OK):
        return  # the findings on the workspace say so
    for site in sorted(inbox.iterdir()):
        if not site.is_dir():
            if (workspace.sites / f"{site.name}.toml").exists():
                said = f"inbox/{site.name} is a file; the folder of its site should be there"
                yield fix("storage", said, f"mv {quote(str(site))} elsewhere, then mkdir it")
            continue
        closed = next(unreadable_in(site), None)
        if closed is not None:
            part = "/".join(map(shown, closed.relative_to(inbox).parts))
            said = f"inbox/{part} cannot be read: its site is left as it was"
            yield fix("storage", said, f"chmod -R u+rX {quote(str(site))}, or chown")


def unreadable_in(folder: Path) -> Iterator[Path]:
    """Folders and files below a folder, itself included, that this user may not read."""
    if not os.access(folder, os.R_OK | os.X_OK):
        yield folder
        return
    for where, folders, files in os.walk(folder):
        here = Path(where)
        closed = [name for name in folders if not os.access(here / name, os.R_OK | os.X_OK)]
        closed += [name for name in files if not os.access(here / name, os.R_OK)]
        yield from (here / name for name in sorted(closed) if not (here / name).is_symlink())
