"""Alerts no run can raise itself: its process was killed, or no night has ended in time."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_server import MailServer
from prefect_server import PrefectServer

from triggerscape.workspace import Workspace

pytestmark = pytest.mark.long
SLOWEST = 600
A_WHILE = 20
IN_TIME = dt.timedelta(minutes=2)


@contextmanager
def working(server: PrefectServer, mail: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that looks for runs every two seconds until the end."""
    with (server.home / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "worker", "start", "--pool", "triggerscape"],
            cwd=server.home,
            env=server.environment
            | {"SSL_CERT_FILE": str(mail.certificate), "PREFECT_WORKER_QUERY_SECONDS": "2"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for_state(server: PrefectServer, run: str, wanted: str) -> None:
    end, state = time.monotonic() + SLOWEST, ""
    while time.monotonic() < end:
        state = server.read(f"/flow_runs/{run}")["state"]["type"]
        if state == wanted:
            return
        time.sleep(0.2)
    raise AssertionError(f"it is {state}")


def wait_for_mail(mail: MailServer, subject: str) -> EmailMessage:
    end = time.monotonic() + SLOWEST
    while time.monotonic() < end:
        for one in mail.received:
            if one["Subject"] == f"triggerscape: {subject}":
                return one
        time.sleep(0.2)
    raise AssertionError(f"no mail {subject}")


def process_of(run: str) -> int:
    """The process that runs a flow run, by the id in its environment."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"PREFECT__FLOW_RUN_ID={run}".encode() in told:
            return int(folder.name)
    raise AssertionError(f"no process runs {run}")


def test_a_run_whose_process_is_killed_is_told_by_mail(
    server: PrefectServer, mail: MailServer, clinics: Workspace
):
    server.schedule(clinics.home)
    run = server.run("nightly/nightly")
    with working(server, mail):
        wait_for_state(server, run, "RUNNING")
        os.kill(process_of(run), signal.SIGKILL)
        wait_for_state(server, run, "CRASHED")
        told = wait_for_mail(mail, "A run failed (nightly clinics)")
        # A server short of time raises one crash several times: each has a run, one sends mail.
        time.sleep(A_WHILE)
        raised = server.ask("/flow_runs/filter", flows={"name": {"any_": ["alert"]}})
        for one in raised:
            wait_for_state(server, one["id"], "COMPLETED")
    assert [one["Subject"] for one in mail.received].count(told["Subject"]) == 1
    text = told.get_content()
    assert text.startswith("The process of run nightly clinics ended before the run did. To do: ")
    assert f"Workspace  {clinics.home}" in text
    assert "# A run failed" in text, "the runbook goes with it"


def late_alerts(server: PrefectServer, ended: dt.datetime) -> list[dt.timedelta]:
    """How long after the end of a night each alert of lateness was raised."""
    alerts = server.ask("/flow_runs/filter", flows={"name": {"any_": ["alert"]}})
    raised = [
        dt.datetime.fromisoformat(one["created"]) - ended
        for one in alerts
        if one["parameters"]["alert"] == "run-late"
    ]
    return sorted(one for one in raised if one > dt.timedelta(0))


def test_a_night_with_warnings_is_in_time_and_a_night_that_does_not_come_is_told(
    server: PrefectServer, mail: MailServer, clinics: Workspace
):
    """The hours of the alert are cut to two minutes; they count from the end of the last night."""
    server.schedule(clinics.home)
    with working(server, mail):
        server.shorten("triggerscape: no run in time", IN_TIME)
        run = server.run("nightly/nightly")
        wait_for_state(server, run, "COMPLETED")
        night = server.read(f"/flow_runs/{run}")
        ended = dt.datetime.fromisoformat(night["end_time"])
        end = time.monotonic() + SLOWEST
        while not late_alerts(server, ended) and time.monotonic() < end:
            time.sleep(1)
        told = wait_for_mail(mail, "No run has finished in time (nightly)")
    assert night["state"]["name"] == "With warnings"
    assert late_alerts(server, ended)[0] >= IN_TIME - dt.timedelta(seconds=5)
    text = told.get_content()
    assert text.startswith("No run of the nightly flow has ended well for 26 hours. To do: ")
    assert "# No run has finished in time" in text
