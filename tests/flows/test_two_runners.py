"""The Prefect flow and the plain runner walk the same list and publish the same release."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from triggerscape.workspace import Workspace


def test_prefect_publishes_the_same_bytes_and_keeps_no_row(demo_home: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    shutil.copytree(demo_home / "sites", workspace.sites, dirs_exist_ok=True)
    shutil.copytree(demo_home / "inbox", workspace.inbox, dirs_exist_ok=True)
    orchestrator = tmp_path / "prefect"
    command = [sys.executable, "-m", "triggerscape", "run", "--prefect", "--json"]
    done = subprocess.run(
        [*command, "--home", str(workspace.home)],
        env={**os.environ, "PREFECT_HOME": str(orchestrator), "PREFECT_LOGGING_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    sums = "releases/latest/SHA256SUMS"
    assert (workspace.home / sums).read_bytes() == (demo_home / sums).read_bytes()
    with sqlite3.connect(orchestrator / "prefect.db") as con:
        states = con.execute("SELECT name, state_type FROM task_run ORDER BY start_time").fetchall()
    assert states == [
        (step, "COMPLETED") for step in ("ingest", "validate", "build", "train", "publish")
    ]
    kept = (orchestrator / "prefect.db").read_bytes()
    people = _person_keys(workspace)
    assert people
    for person in people:
        assert person.encode() not in kept


def _person_keys(workspace: Workspace) -> list[str]:
    file = sorted(workspace.inbox.rglob("person*.csv"))[0]
    lines = file.read_text(encoding="utf-8").splitlines()
    place = lines[0].replace(";", ",").split(",").index("person_key")
    keys = (line.replace(";", ",").split(",")[place] for line in lines[1:])
    return [key for key in keys if len(key) >= 6]
