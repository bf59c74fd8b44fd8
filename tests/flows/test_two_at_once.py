"""Two runs of one workspace at once: one works, the other waits its turn or says who has it."""

from __future__ import annotations

import itertools
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from flows.run import Run, StepOutcome, open_run
from flows.time_limit import at_most
from flows.walking import walk
from triggerscape.errors import WorkspaceBusy
from triggerscape.status import read_status
from triggerscape.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
SECOND = 1 / 3600
_HOLDS = """
import sys
from pathlib import Path
from flows.run import only_writer
from triggerscape.workspace import Workspace
with only_writer(Workspace(Path(sys.argv[1]))):
    print("has it", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """One with nothing in it; whoever had it before needs no time for its page."""
    monkeypatch.setattr("flows.run._PAGE_SECONDS", 0.1)
    one = Workspace(tmp_path / "workspace")
    one.create()
    return one


@contextmanager
def writing(workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the workspace, until it reads a line or is killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(workspace.home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "has it\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def ours(*words: str) -> subprocess.CompletedProcess[str]:
    """Our command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "triggerscape", *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def one_step(run: Run, seconds: float = 0.0, hours: float = 1.0) -> None:
    """Walk one step that takes so long, under a limit of so many hours."""

    def do(name: str) -> StepOutcome:
        time.sleep(seconds)
        return StepOutcome(name, "ok", 0, 0, 0, "done")

    walk(run, "ingest", "ingest", do, at_most(hours))


def test_a_run_by_hand_says_at_once_who_has_the_workspace_and_a_withdrawal_takes_nobody_out(
    workspace: Workspace,
) -> None:
    (workspace.sites / "S01.toml").write_text('site_code = "S01"\n', encoding="utf-8")
    home = str(workspace.home)
    with writing(workspace) as other:
        run = ours("run", "--home", home)
        withdrawal = ours("withdraw", "--again", "--home", home)
    for said in (run, withdrawal):
        assert said.returncode == 1, said
        assert f"process {other.pid} is writing this workspace" in said.stderr
        assert "wait for it to end" in said.stderr
    assert not workspace.build_file.exists()


def test_a_scheduled_run_says_whom_it_waits_for_and_goes_on_when_that_one_is_killed(
    workspace: Workspace,
) -> None:
    """Killed, so that it leaves .writer behind with its number in it: no lock stays."""
    said: list[str] = []
    run = replace(open_run(workspace, say=said.append), wait_hours=1)
    with writing(workspace) as other:
        end = threading.Timer(1.5, other.send_signal, [signal.SIGKILL])
        end.start()
        began = time.monotonic()
        one_step(run)
        waited = time.monotonic() - began
        assert (workspace.home / ".writer").read_text(encoding="utf-8") != str(other.pid)
    assert said == [
        f"process {other.pid} is writing this workspace; waiting for it to end, 1 hours at most"
    ]
    assert waited >= 1.4
    last = read_status(workspace).last_run
    assert last is not None
    assert (last.number, last.state) == (1, "completed")


def test_the_limit_of_a_run_begins_when_its_turn_has_come(workspace: Workspace) -> None:
    """It may work for six seconds, waits for seven, and works for one."""
    run = replace(open_run(workspace), wait_hours=1)
    with writing(workspace) as other:
        threading.Timer(7, other.kill).start()
        one_step(run, seconds=1, hours=6 * SECOND)


def test_a_turn_that_never_comes_is_told_with_how_long_it_waited(workspace: Workspace) -> None:
    run = replace(open_run(workspace), wait_hours=2 * SECOND)
    with writing(workspace) as other, pytest.raises(WorkspaceBusy) as told:
        one_step(run)
    assert told.value.code == "E121"
    assert f"process {other.pid} is writing this workspace after" in told.value.message
    assert not workspace.build_file.exists()  # nothing of it is in the ledger


def test_looking_whether_a_workspace_is_free_stops_no_run(workspace: Workspace) -> None:
    """As doctor does: it has the lock for as long as it takes to see that it can have it."""
    with writing(workspace) as other:
        threading.Timer(0.2, other.kill).start()
        one_step(open_run(workspace))
    last = read_status(workspace).last_run
    assert last is not None
    assert last.state == "completed"


READING = (
    ("status",),
    ("rejects",),
    ("sql", "SELECT count(*) FROM core.person"),
    ("releases",),
    ("releases", "verify"),
    ("doctor",),
    ("run", "--dry-run"),
)


@pytest.mark.long
def test_whoever_asks_while_a_run_writes_is_answered_or_told_and_the_run_is_as_ever(
    demo_home: Path, tmp_path: Path
) -> None:
    """Every reading command, over and over, from the first minute of a workspace to its release."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    shutil.copytree(demo_home / "sites", workspace.sites, dirs_exist_ok=True)
    shutil.copytree(demo_home / "inbox", workspace.inbox, dirs_exist_ok=True)
    home = ("--home", str(workspace.home))
    run = subprocess.Popen(
        [sys.executable, "-m", "triggerscape", "run", "--quiet", *home], cwd=ROOT
    )
    refused, answered = Counter[str](), 0
    for command in itertools.cycle(READING):
        if run.poll() is not None:
            break
        said = ours(*command, *home)
        answered += said.returncode == 0
        assert "Traceback" not in said.stderr
        refused.update(re.findall(r"error\[(E\d+)\]", said.stderr + said.stdout))
    assert run.returncode == 0
    assert not [code for code in refused if code.startswith("E9")], refused
    assert answered > 0
    sums = [
        (one.releases / "latest" / "SHA256SUMS").read_text(encoding="utf-8")
        for one in (workspace, Workspace(demo_home))
    ]
    assert sums[0] == sums[1]
