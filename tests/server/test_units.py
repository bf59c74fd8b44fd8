"""The files that keep server and worker up are read by those who read them: a shell, systemd."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.prefect_runner import QUIET
from flows.scheduled.units import ENVIRONMENT, SERVER, WORKER, write_units
from triggerscape.doctor.orchestrator import orchestrator_findings
from triggerscape.workspace import Workspace

SYSTEMD = shutil.which("systemd-analyze")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Names that a shell and systemd would each take for something else."""
    return tmp_path / "a night's %h"


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    made = Workspace(folder / "workspace")
    made.create()
    return made


def in_a_shell(file: Path) -> dict[str, str]:
    """What a program started from a shell finds after the shell has read the file."""
    tell = f"{sys.executable} -c 'import json, os; print(json.dumps(dict(os.environ)))'"
    told = subprocess.run(
        ["sh", "-c", f'. "$0" && {tell}', str(file)],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(told.stdout)
    return found


def test_a_shell_gives_programs_the_workspace_the_server_and_quiet(
    workspace: Workspace, folder: Path
):
    write_units(workspace, folder)
    found = in_a_shell(folder / ENVIRONMENT)
    assert found["TRIGGERSCAPE_HOME"] == str(workspace.home)
    assert found["PREFECT_HOME"] == str(folder / "prefect")
    assert found["PREFECT_API_URL"].endswith(f":{found['PREFECT_SERVER_API_PORT']}/api")
    assert set(QUIET) <= set(found)
    told = {one.subject: one.health for one in orchestrator_findings(found)}
    assert told["telemetry"] == "ok"


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze on the path")
def test_systemd_finds_nothing_to_say_about_the_units(workspace: Workspace, folder: Path):
    write_units(workspace, folder)
    looked = subprocess.run(
        [str(SYSTEMD), "--user", "verify", str(folder / SERVER), str(folder / WORKER)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    # It looks at every unit of this machine besides, and may find fault with theirs.
    ours = [line for line in looked.stderr.splitlines() if "triggerscape" in line]
    assert (looked.returncode, ours) == (0, [])
    # To systemd %h is the home of whoever it works for, and it says nothing about it.
    for unit in (SERVER, WORKER):
        lines = (folder / unit).read_text(encoding="utf-8").splitlines()
        assert f"EnvironmentFile={folder.parent}/a night's %%h/{ENVIRONMENT}" in lines


def test_what_somebody_changed_is_kept(workspace: Workspace, folder: Path):
    written, kept = write_units(workspace, folder)
    assert ([path.name for path in written], kept) == ([ENVIRONMENT, SERVER, WORKER], [])
    assert (folder / ENVIRONMENT).stat().st_mode & 0o077 == 0
    assert write_units(workspace, folder) == ([], [])
    other_port = written[0].read_text(encoding="utf-8").replace("4200", "4300")
    written[0].write_text(other_port, encoding="utf-8")
    assert write_units(workspace, folder) == ([], [written[0]])
    assert written[0].read_text(encoding="utf-8") == other_port
