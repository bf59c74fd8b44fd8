"""A cluster on the loopback: a Prefect server, a Dask scheduler and workers, each a process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flows.prefect_runner import QUIET

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN_SECONDS = 120


@dataclass
class Cluster:
    """Running processes by name, each the head of a group of its own, with its log beside it."""

    folder: Path
    dask_port: int
    prefect_port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the Dask scheduler listens."""
        return f"tcp://127.0.0.1:{self.dask_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a run needs to find the cluster; processes find the test modules too."""
        return {
            **os.environ,
            **QUIET,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "flows")]),
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PREFECT_API_URL": f"http://127.0.0.1:{self.prefect_port}/api",
            "PREFECT_LOGGING_LEVEL": "ERROR",
        }

    def start(self, name: str, *command: str, **more: str) -> None:
        """Start a Python program in a folder of its own."""
        own = self.folder / name
        own.mkdir(exist_ok=True)
        with (own / "log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=own,
                env={**self.environment, **more},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start_worker(self, name: str, host: str = "127.0.0.1", **more: str) -> None:
        """Start a worker of one thread, with the nanny that Dask gives each."""
        own = str(self.folder / name)
        options = ["--nthreads", "1", "--no-dashboard", "--local-directory", own, "--host", host]
        # A worker takes Prefect's address from what it is sent: it needs none of its own.
        self.start(name, "dask", "worker", self.address, *options, PREFECT_API_URL="", **more)

    def kill(self, name: str) -> None:
        """SIGKILL a process and all it started; nothing can be tidied up."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, name: str) -> str:
        """What a process said."""
        return (self.folder / name / "log").read_text(encoding="utf-8", errors="replace")

    def run(self, home: Path) -> subprocess.Popen[str]:
        """Start a run of a workspace in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "triggerscape", "run", "--home", str(home), "--json"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@contextmanager
def started_cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster that is up; every process of it is killed at the end."""
    cluster = Cluster(folder, *_free_ports(2))
    try:
        port = str(cluster.prefect_port)
        cluster.start("server", "prefect", "server", "start", PREFECT_SERVER_API_PORT=port)
        options = ["--host", "127.0.0.1", "--port", str(cluster.dask_port), "--no-dashboard"]
        cluster.start("scheduler", "dask", "scheduler", *options)
        for number in range(workers):
            cluster.start_worker(f"worker{number}")
        _wait_for_prefect(cluster)
        yield cluster
    finally:
        for name in list(cluster.running):
            cluster.kill(name)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait_for_prefect(cluster: Cluster) -> None:
    health = f"{cluster.environment['PREFECT_API_URL']}/health"
    last = time.monotonic() + STARTED_WITHIN_SECONDS
    while True:
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except OSError:
            assert time.monotonic() < last, cluster.log("server")[-2000:]
            time.sleep(0.2)
