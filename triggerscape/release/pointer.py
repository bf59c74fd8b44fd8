"""What readers open: latest.json, which names the release, and latest/, a real copy of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from triggerscape.release.durable import make_writable, replace_file, sync_folder
from triggerscape.release.exchange import exchange
from triggerscape.release.history import POINTER, read_release
from triggerscape.release.writers.checksums import NAME, checksum

# Written before a release folder gets its name and removed after the pointer moved, so that a run
# killed in between is finished by the next one, and a rollback made by hand is left alone.
_ANNOUNCED = ".announced"


def announce(releases: Path, release_id: str) -> None:
    """Say which release is about to appear."""
    replace_file(releases / _ANNOUNCED, f"{release_id}\n")


def finish_announced(releases: Path) -> None:
    """Point readers to the announced release, if it is there; otherwise forget it."""
    announced = releases / _ANNOUNCED
    if not announced.is_file():
        return
    path = releases / announced.read_text(encoding="utf-8").strip()
    if path.is_dir():
        point_to(path)
    announced.unlink()
    sync_folder(releases)


def point_to(path: Path) -> None:
    """Move latest.json to a release in one step, then renew latest/.

    The pointer is the truth. The copy is for people who browse the folder: old and new change
    places in one step, so there is always one, and never a half one. Whoever reads several files
    of one release follows the pointer: its folder is never changed.
    """
    releases, release = path.parent, read_release(path)
    content = {
        "release_id": release.release_id,
        "path": path.name,
        "as_of_date": release.as_of.isoformat(),
        "run_id": release.run_id,
        "sha256sums_sha256": checksum(path / NAME),
    }
    replace_file(releases / POINTER, json.dumps(content, indent=2) + "\n")
    _renew_copy(path, releases)


def _renew_copy(path: Path, releases: Path) -> None:
    fresh, shown, old = (
        releases / name for name in (".latest.tmp-new", "latest", ".latest.tmp-old")
    )
    for leftover in (fresh, old):
        if leftover.exists():
            shutil.rmtree(leftover)
    shutil.copytree(path, fresh)
    make_writable(fresh)
    if shown.exists() and not exchange(fresh, shown):
        shown.rename(old)  # for a moment there is none
    if fresh.exists() and not shown.exists():
        fresh.rename(shown)
    for left in (fresh, old):
        if left.exists():
            shutil.rmtree(left)
