"""Running again: nothing new means nothing done; a killed run leaves nothing half-made."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.workspace import Workspace


@pytest.fixture
def sent(demo_home: Path, tmp_path: Path) -> Workspace:
    """A workspace with the demo's deliveries, not yet run."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    shutil.copytree(demo_home / "sites", workspace.sites, dirs_exist_ok=True)
    shutil.copytree(demo_home / "inbox", workspace.inbox, dirs_exist_ok=True)
    return workspace


def _checksums(workspace: Workspace) -> str:
    return (workspace.releases / "latest" / "SHA256SUMS").read_text(encoding="utf-8")


def test_a_second_run_judges_builds_fits_and_publishes_nothing(ran: Workspace) -> None:
    before = _checksums(ran)
    second = run_plainly(open_run(ran))
    sentences = {step.step: step.sentence for step in second.steps}
    assert " 0 of " in sentences["validate"]
    assert sentences["build"].startswith("0 of ")
    assert sentences["build"].endswith("; 0 blocks of the site calendar rebuilt")
    assert sentences["train"].endswith("; as fitted before")
    assert sentences["publish"].endswith("unchanged, already published")
    assert [second.release_id] == [folder.name for folder in ran.releases.glob("2*")]
    assert _checksums(ran) == before


def test_the_same_deliveries_give_the_same_release_in_another_workspace_on_other_threads(
    demo_home: Path, sent: Workspace
) -> None:
    """The demo takes every core and half the memory; this one thread, or two on a single core."""
    threads = 1 if (os.cpu_count() or 1) > 1 else 2
    settings = f"[warehouse]\nthreads = {threads}\nmemory_gb = 1\n"
    sent.settings_file.write_text(settings, encoding="utf-8")
    run_plainly(open_run(sent))
    assert _checksums(sent) == _checksums(Workspace(demo_home))


def test_killed_anywhere_and_run_again_gives_the_same_release(
    demo_home: Path, sent: Workspace
) -> None:
    command = [sys.executable, "-m", "triggerscape", "run", "--quiet", "--home", str(sent.home)]
    moments = random.Random(7)
    kills = 0
    for _ in range(4):
        child = subprocess.Popen(command)
        time.sleep(moments.uniform(1.0, 6.0))
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            kills += 1
        child.wait()
    assert kills > 0
    run_plainly(open_run(sent))
    assert _checksums(sent) == _checksums(Workspace(demo_home))


def test_a_site_with_a_faulty_profile_is_left_out_and_the_others_go_on(sent: Workspace) -> None:
    faulty = sorted(sent.sites.glob("*.toml"))[0]
    faulty.write_text('site_code = "ELSEWHERE"\nsurprise = 1\n', encoding="utf-8")
    outcome = run_plainly(open_run(sent), last="validate")
    assert any(f"site {faulty.stem} is left out" in warning for warning in outcome.warnings)
    assert outcome.steps[0].rows_in > 0
