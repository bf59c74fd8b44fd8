"""A store of objects on the loopback: moto's S3 server in a process of its own, spoken to in S3."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STARTED_WITHIN_SECONDS = 60
# Who may use the store, as its own environment says it; no machine of a cloud is asked.
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(frozen=True)
class StoreServer:
    """A running server with one bucket of objects, and the log of what it was asked."""

    port: int
    log: Path

    def address(self, folder: str) -> str:
        """What scale.store says of a folder in it."""
        at = f"endpoint_override=127.0.0.1:{self.port}&scheme=http&region=us-east-1"
        return f"s3://lakes/{folder}?{at}"

    def asked(self) -> list[tuple[str, str]]:
        """Every request so far, by method and path."""
        said = self.log.read_text(encoding="utf-8", errors="replace")
        return re.findall(r'"[^A-Z]*(GET|HEAD|PUT|POST|DELETE) (\S+)', said)


@contextmanager
def started_store(folder: Path) -> Iterator[StoreServer]:
    """A server that is up, with no object in it; killed at the end."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        server = StoreServer(int(one.getsockname()[1]), folder / "store.log")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(server.port)],
            cwd=folder,
            env={**os.environ, **CREDENTIALS},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _make_bucket(server)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _make_bucket(server: StoreServer) -> None:
    bucket = urllib.request.Request(f"http://127.0.0.1:{server.port}/lakes", method="PUT")
    last = time.monotonic() + STARTED_WITHIN_SECONDS
    while True:
        try:
            with urllib.request.urlopen(bucket, timeout=2):
                return
        except OSError:
            assert time.monotonic() < last, server.log.read_text(encoding="utf-8")[-2000:]
            time.sleep(0.1)
