"""One set of deliveries run in two ways: a fresh workspace, a run that ended, the bytes it left."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from triggerscape.workspace import Workspace

BUCKETS = 8
RUN_SECONDS = 900


def fresh(demo_home: Path, home: Path, runner: str, store: str = "") -> Path:
    """A workspace with the demo's deliveries, where nothing has run."""
    workspace = Workspace(home)
    workspace.create()
    for folder in ("sites", "inbox"):
        shutil.copytree(demo_home / folder, home / folder, dirs_exist_ok=True)
    workspace.settings_file.write_text(
        f"[warehouse]\nbuckets = {BUCKETS}\nthreads = 1\n"
        f'[scale]\nrunner = "{runner}"\nstore = "{store}"\n',
        encoding="utf-8",
    )
    return home


def ended(process: subprocess.Popen[str]) -> str:
    """What a run said that ended well."""
    said, told = process.communicate(timeout=RUN_SECONDS)
    assert process.returncode == 0, told[-3000:] + said[-1000:]
    return said


def until(happens: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something that a run does."""
    while not happens():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def bytes_left(home: Path) -> dict[str, str]:
    """Every file of the release and of the lake by its sha256; not when a bucket was built."""
    files = [path for room in ("releases", "lake") for path in (home / room).rglob("*")]
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file() and path.suffix != ".json"
    }
