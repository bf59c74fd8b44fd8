"""A server and a worker that can be lost and come back: their processes are killed and started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from prefect_server import (
    ENDED,
    PrefectServer,
    placed_server,
    started,
    wait_until_it_answers,
)

SLOWEST = 300


@dataclass
class Losable:
    """One server and one worker, each up or down; ``trust`` is the mail server's certificate."""

    server: PrefectServer
    trust: Path
    settings: dict[str, str] = field(default_factory=dict)
    up: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start_server(self) -> None:
        """Bring the server up, at the address it had before, and wait until it answers."""
        self.up["server"] = started(self.server)
        wait_until_it_answers(self.server, self.up["server"])

    def start_worker(self) -> None:
        """Bring a worker up, which looks for runs every two seconds."""
        with (self.server.home / "worker.log").open("ab") as log:
            self.up["worker"] = subprocess.Popen(
                [sys.executable, "-m", "prefect", "worker", "start", "--pool", "triggerscape"],
                cwd=self.server.home,
                env=self.server.environment
                | {"SSL_CERT_FILE": str(self.trust), "PREFECT_WORKER_QUERY_SECONDS": "2"}
                | self.settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def lose(self, *names: str) -> None:
        """SIGKILL of the server or the worker, with whatever runs under them."""
        for name in names:
            process = self.up.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def worker_log(self) -> str:
        """What the worker and its runs have said so far."""
        return (self.server.home / "worker.log").read_text(encoding="utf-8", errors="replace")

    def runs_of(self, flow: str, **wanted: Any) -> list[dict[str, Any]]:
        """The runs of a flow that have these fields, oldest first."""
        found = self.server.ask("/flow_runs/filter", flows={"name": {"any_": [flow]}})
        runs = [run for run in found if all(run[name] == value for name, value in wanted.items())]
        return sorted(runs, key=lambda run: str(run["expected_start_time"]))

    def wait_for_end(self, run: str, seconds: float = SLOWEST) -> tuple[str, str]:
        """Name and message of the state in which a run ended."""
        end, state = time.monotonic() + seconds, {"name": "nothing"}
        while time.monotonic() < end:
            with suppress(httpx.HTTPError):  # a server that has just come up may be slow
                state = self.server.read(f"/flow_runs/{run}")["state"]
            if state.get("type") in ENDED:
                return str(state["name"]), str(state["message"] or "")
            time.sleep(0.5)
        raise AssertionError(f"{state} {self.worker_log()[-3000:]}")

    def times_said(self, words: str) -> int:
        """How often the worker's log holds these words."""
        return self.worker_log().count(words)

    def wait_until_said(self, words: str, times: int = 1, seconds: float = SLOWEST) -> None:
        """Until the worker's log holds words so many times."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.times_said(words) >= times:
                return
            time.sleep(0.05)
        raise AssertionError(f"never said {words}: {self.worker_log()[-3000:]}")


@contextmanager
def losable(home: Path, trust: Path, **settings: str) -> Iterator[Losable]:
    """The server is up, the worker is not; ``settings`` are added to the worker's environment."""
    home.mkdir(parents=True, exist_ok=True)
    both = Losable(placed_server(home), trust, settings)
    try:
        both.start_server()
        yield both
    finally:
        both.lose(*tuple(both.up))


def processes_of(run: str) -> list[int]:
    """The processes that run a flow run, by the id in their environment; the newest last."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"PREFECT__FLOW_RUN_ID={run}".encode() in told:
            found.append(int(folder.name))
    return sorted(found)
