"""Everything works with no route out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from demo_run import DemoRun, without_network

REACH_OUT = """
import socket
with socket.socket() as out:
    out.connect(("192.0.2.1", 80))
"""
LOOK_UP = "import socket; socket.getaddrinfo('somewhere.example', 443)"
LET_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {REACH_OUT!r}])"


def test_the_demo_runs_without_trying_to_reach_anybody(demo_run: DemoRun):
    assert demo_run.exit_code == 0, demo_run.said
    assert demo_run.attempts == ()


def test_an_attempt_to_reach_somebody_would_be_refused_and_noted(tmp_path: Path):
    noted = tmp_path / "attempts"
    for code in (REACH_OUT, LOOK_UP, LET_A_CHILD):
        ended = subprocess.run(
            [sys.executable, "-c", code],
            env=without_network(noted),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "no network in this test" in ended.stderr
    events = [line.split()[0] for line in noted.read_text(encoding="utf-8").splitlines()]
    assert events == ["socket.connect", "socket.getaddrinfo", "socket.connect"]
