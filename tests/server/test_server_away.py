"""No server answers: a command says so at once, a run at its end waits for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.orchestrated.lost_server import wait_for_server
from triggerscape.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
SECOND = 1 / 3600


@pytest.fixture
def port() -> int:
    """One that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class _Ill(BaseHTTPRequestHandler):
    """A server whose database is locked at first: three answers of 503, then 200."""

    asked = 0

    def do_GET(self) -> None:
        _Ill.asked += 1
        self.send_response(503 if _Ill.asked <= 3 else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_end_of_a_run_waits_until_the_server_is_up_and_well(port: int):
    said: list[str] = []
    servers: list[HTTPServer] = []

    def start() -> None:
        servers.append(HTTPServer(("127.0.0.1", port), _Ill))
        servers[0].serve_forever()

    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{port}/api"}):
        threading.Timer(0.5, start).start()
        assert wait_for_server(said.append, wait_hours=1, look_again_seconds=0.1)
    servers[0].shutdown()
    servers[0].server_close()
    assert _Ill.asked == 4
    assert said == ["the server does not answer; waiting to tell it the end, 1 hours at most"]


def test_a_server_that_stays_away_is_not_waited_for_for_ever(port: int):
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{port}/api"}):
        assert not wait_for_server(lambda _: None, wait_hours=SECOND, look_again_seconds=0.1)


def test_a_run_without_any_server_configured_waits_for_none():
    with temporary_settings({PREFECT_API_URL: None}):
        assert wait_for_server(pytest.fail)


def test_a_run_typed_while_the_server_is_away_says_how_to_run_without_one(
    port: int, tmp_path: Path
):
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    address = f"http://127.0.0.1:{port}/api"
    said = subprocess.run(
        [sys.executable, "-m", "triggerscape", "run", "--home", str(workspace.home)],
        cwd=ROOT,
        env=os.environ | {"PREFECT_API_URL": address, "PREFECT_HOME": str(tmp_path / "prefect")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert said.returncode == 1
    assert "error[E193]  the Prefect server does not answer" in said.stderr
    assert address in said.stderr
    assert "env -u PREFECT_API_URL triggerscape run" in said.stderr
    assert not workspace.build_file.exists()
