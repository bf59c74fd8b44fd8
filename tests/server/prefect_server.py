"""A Prefect server on loopback with a home of its own, and what a test asks of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from flows.prefect_runner import QUIET

WATCHED = Path(__file__).parent / "watched"
ROOT = Path(__file__).resolve().parents[2]
ATTEMPTS = "attempts"
SLOWEST_START = 300
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(frozen=True)
class PrefectServer:
    """A running server, its home, and the environment in which commands find it."""

    address: str
    home: Path
    environment: dict[str, str]

    def ask(self, path: str, **sent: Any) -> Any:
        """POST to the API; what it answers. A busy database is asked again, as clients do."""
        for pause in (1, 2, 4, 8, 0):
            answer = httpx.post(f"{self.address}/api{path}", json=sent, timeout=30)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(pause)
        answer.raise_for_status()
        return answer.json()

    def read(self, path: str) -> Any:
        """GET from the API."""
        answer = httpx.get(f"{self.address}/api{path}", timeout=30)
        answer.raise_for_status()
        return answer.json()

    def run(
        self, deployment: str, *, environment: dict[str, str] | None = None, **parameters: Any
    ) -> str:
        """Ask for a run of a deployment now, with more in its environment; gives back its id."""
        found = self.read(f"/deployments/name/{deployment}")
        more = {"env": found["job_variables"].get("env", {}) | environment} if environment else {}
        asked = {"parameters": parameters, "job_variables": more}
        return str(self.ask(f"/deployments/{found['id']}/create_flow_run", **asked)["id"])

    def watch(self) -> tuple[list[str], list[str]]:
        """The processes whose connections were watched, and what of them would have left here."""
        lines = (self.home / ATTEMPTS).read_text(encoding="utf-8").splitlines()
        return (
            [line for line in lines if line.startswith("watching ")],
            [line for line in lines if line.startswith("attempt ")],
        )

    def shorten(self, automation: str, within: dt.timedelta) -> None:
        """Give an automation another time; the rest of it stays."""
        found = self._automation(automation)
        found["trigger"]["within"] = within.total_seconds()
        self._put(found)

    def switch_off(self, automation: str) -> None:
        """As a person does by the switch in the list of automations."""
        self._put(self._automation(automation) | {"enabled": False})

    def _automation(self, name: str) -> dict[str, Any]:
        (found,) = [one for one in self.ask("/automations/filter") if one["name"] == name]
        return dict(found)

    def _put(self, automation: dict[str, Any]) -> None:
        names = ("name", "description", "enabled", "trigger", "actions")
        address = f"{self.address}/api/automations/{automation['id']}"
        kept = {name: automation[name] for name in names}
        httpx.put(address, json=kept, timeout=30).raise_for_status()

    def standing(self) -> dict[str, Any]:
        """Everything scheduled there, whole: deployments, automations and pools."""
        return {
            kind: sorted(map(_lasting, self.ask(f"/{kind}/filter")), key=lambda one: one["name"])
            for kind in ("deployments", "automations", "work_pools")
        }

    def command(
        self, *words: str, inside: Path | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a module's command with this server named in its environment."""
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=inside or self.home,
            env={**self.environment, **extra},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )

    def schedule(self, workspace: Path) -> dict[str, Any]:
        """``triggerscape schedule``, typed in the repository: what it says it did."""
        words = ("triggerscape", "schedule", "--json", "--home", str(workspace))
        done = self.command(*words, inside=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr
        said: dict[str, Any] = json.loads(done.stdout)["data"]
        return said


@contextmanager
def started_server(home: Path) -> Iterator[PrefectServer]:
    """A server that answers; its processes are ended whatever happens.

    Its database is SQLite in its home, or the one named by TRIGGERSCAPE_TEST_DATABASE.
    """
    server = placed_server(home)
    process = started(server)
    try:
        wait_until_it_answers(server, process)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def placed_server(home: Path) -> PrefectServer:
    """A free port and the environment for it; nothing runs yet."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {**QUIET, "PREFECT_HOME": str(home), "PREFECT_API_URL": f"{address}/api"}
    environment |= {
        "PYTHONPATH": os.pathsep.join([str(WATCHED), os.environ.get("PYTHONPATH", "")]),
        "TRIGGERSCAPE_TEST_ATTEMPTS": str(home / ATTEMPTS),
    }
    environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment |= {"PREFECT_SERVER_API_HOST": "127.0.0.1", "PREFECT_SERVER_API_PORT": str(port)}
    return PrefectServer(address, home, environment)


def started(server: PrefectServer) -> subprocess.Popen[bytes]:
    """The server's process, in a group of its own; it answers some seconds later."""
    of_server = {}
    if database := os.environ.get("TRIGGERSCAPE_TEST_DATABASE"):
        of_server["PREFECT_API_DATABASE_CONNECTION_URL"] = database
    with (server.home / "server.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start"],
            cwd=server.home,
            env={**server.environment, **of_server},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until_it_answers(server: PrefectServer, process: subprocess.Popen[bytes]) -> None:
    """Until its health is well; AssertionError with its log where it never is."""
    address, log = server.address, server.home / "server.log"
    end = time.monotonic() + SLOWEST_START
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{address}/api/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise AssertionError(f"no server: {log.read_text(encoding='utf-8')[-2000:]}")


def _lasting(thing: dict[str, Any]) -> dict[str, Any]:
    """Without what a server or a worker notes of its own accord."""
    noted = {"last_polled", "status", "created", "updated", "global_concurrency_limit"}
    return {key: value for key, value in thing.items() if key not in noted}
