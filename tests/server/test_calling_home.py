"""Whoever forgets the environment is told by triggerscape schedule; runs call nobody even so."""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path

import pytest
from prefect_server import PrefectServer, placed_server, started, wait_until_it_answers
from two_clinics import two_clinics

from flows.prefect_runner import QUIET
from flows.scheduled.calling_home import left_on

OFF = {"server": {"analytics_enabled": False, "ui": {"v2_enabled": False}}}
ALL = ("PREFECT_SERVER_ANALYTICS_ENABLED=false", "PREFECT_SERVER_UI_V2_ENABLED=false")
# Prefect keeps still by itself where it believes to be tested.
TESTED = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TF_BUILD", "BUILDKITE", "CI_NAME")


def test_what_a_server_leaves_on_is_named_with_what_turns_it_off():
    assert left_on(OFF) == ()
    assert left_on({"server": {**OFF["server"], "analytics_enabled": True}}) == ALL[:1]
    assert left_on({"server": {**OFF["server"], "ui": {"v2_enabled": True}}}) == ALL[1:]


def test_a_server_that_does_not_say_is_taken_to_call_home():
    assert left_on({}) == left_on({"server": {"ui": None}}) == ALL


def forgetful(server: PrefectServer) -> PrefectServer:
    """The same without what keeps Prefect quiet."""
    quiet = {*QUIET, *TESTED}
    kept = {name: value for name, value in server.environment.items() if name not in quiet}
    return dataclasses.replace(server, environment=kept)


@pytest.mark.long
def test_without_our_environment_only_the_server_itself_calls_home(tmp_path: Path):
    workspace = two_clinics(tmp_path / "clinics", 25)
    home = tmp_path / "server"
    home.mkdir()
    server = forgetful(placed_server(home))
    process = started(server)
    try:
        wait_until_it_answers(server, process)
        said = server.schedule(workspace.home)
        run = server.run("ingest/ingest-s01")
        server.command("prefect", "worker", "start", "--pool", "triggerscape", "--run-once")
        ended = server.read(f"/flow_runs/{run}")["state"]["type"]
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert said["calls_home"] == list(ALL)
    assert ended == "COMPLETED"
    watched, attempts = server.watch()
    assert [one for one in watched if "worker start" in one]
    assert attempts, "the watch sees what a server left alone does"
    assert [one for one in attempts if "server" not in one.rpartition(" by ")[2]] == []
