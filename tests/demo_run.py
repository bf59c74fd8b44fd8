"""One small demo run in a child process with every connection to a network refused."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OFFLINE = ROOT / "tests" / "house" / "offline"
SIZE = ("--people", "200", "--days", "150", "--sites", "3", "--seed", "11")


@dataclass(frozen=True)
class DemoRun:
    """A demo run that has ended: its workspace, what it said, and the connections it tried."""

    home: Path
    exit_code: int
    said: str
    attempts: tuple[str, ...]


def demo_in(folder: Path) -> DemoRun:
    """The demo run kept in a folder; run first when there is none. One process at a time."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "exit_code").exists():
            _run(folder)
    return DemoRun(
        home=folder / "workspace",
        exit_code=int((folder / "exit_code").read_text(encoding="utf-8")),
        said=(folder / "said").read_text(encoding="utf-8"),
        attempts=tuple((folder / "attempts").read_text(encoding="utf-8").splitlines()),
    )


def without_network(attempts: Path) -> dict[str, str]:
    """An environment whose Python processes reach no network and note in a file that they tried."""
    attempts.touch()
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(OFFLINE), str(ROOT)]),
        "TRIGGERSCAPE_TEST_ATTEMPTS": str(attempts),
    }


def _run(folder: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "triggerscape", "demo", *SIZE, "--home", str(folder / "workspace")],
        cwd=folder,
        env=without_network(folder / "attempts"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    (folder / "said").write_text(ended.stdout, encoding="utf-8")
    (folder / "exit_code").write_text(str(ended.returncode), encoding="utf-8")
