"""Canaries in every place of a delivery, nights that end in every way: the server keeps none.

Looked at is every byte below one folder: the server's database with its write-ahead log, its home
with the storage of results, logs of server and worker, the workspace and its mail.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mail_server import mail_server
from prefect_server import ENDED, PrefectServer, started_server

sys.path.append(str(Path(__file__).resolve().parents[1] / "deliveries"))
from aviary import Aviary, deliver, new_aviary, told
from canaries import CANARIES, NEEDLES
from canary_places import PLACES, planted, sound_table

pytestmark = pytest.mark.long
SITE = "CSV"
STEPS = ("ingest", "validate", "build", "train", "publish")


@pytest.fixture(scope="module")
def aviary(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    """Every kind that has a form in some place of a delivery, and one sound delivery."""
    aviary = new_aviary(tmp_path_factory.mktemp("aviary"))
    deliver(aviary, SITE, "sound", "diary", sound_table("diary", "sound"))
    for canary, place in zip(CANARIES, (*PLACES, *PLACES), strict=False):
        if canary.has_form:
            table = planted(place, canary, canary.kind)
            deliver(aviary, SITE, canary.kind, place.contract, table)
    return aviary


@pytest.fixture(scope="module")
def nights(aviary: Aviary) -> Iterator[tuple[PrefectServer, dict[str, Any]]]:
    """A sound night, one for each step that fails with a quoting error, one that is killed."""
    home, post = aviary.base / "prefect", aviary.base / "post"
    home.mkdir()
    post.mkdir()
    with mail_server(post) as mail, started_server(home) as server:
        with (aviary.home / "triggerscape.toml").open("a", encoding="utf-8") as settings:
            settings.write(
                f'\n[alerts]\nemail_to = ["night@clinic.example"]\nsmtp_port = {mail.port}\n'
            )
        server.schedule(aviary.home)
        runs = {"sound": server.run("nightly/nightly")}
        ways = {**{f"{step} quotes": step for step in STEPS}, "build dies": "build"}
        _work(server, mail.certificate)
        for way, step in ways.items():
            runs[way] = server.run(
                "nightly/nightly",
                environment={"TRIGGERSCAPE_TEST_FAILS": way},
                first=step,
                last=step,
            )
        ended: dict[str, Any] = {}
        while len(ended) < len(runs):  # two of them at a time
            _work(server, mail.certificate)
            found = {way: server.read(f"/flow_runs/{run}") for way, run in runs.items()}
            ended = {way: run for way, run in found.items() if run["state"]["type"] in ENDED}
        _work(server, mail.certificate)  # the mail of the run that died
        kinds = ("artifacts", "logs", "flow_runs", "task_runs", "events", "variables")
        (aviary.base / "answers.json").write_text(
            json.dumps({kind: server.ask(f"/{kind}/filter") for kind in kinds}), encoding="utf-8"
        )
        (post / "mail").write_text("\n".join(one.as_string() for one in mail.received))
        yield server, ended


def _work(server: PrefectServer, certificate: Path) -> None:
    worker = server.command(
        *("prefect", "worker", "start", "--pool", "triggerscape", "--run-once"),
        SSL_CERT_FILE=str(certificate),
    )
    with (server.home / "worker.log").open("a", encoding="utf-8") as log:
        log.write(worker.stdout + worker.stderr)


def test_every_night_ended_as_it_was_to_end(nights):
    _, ended = nights
    states = {way: run["state"]["type"] for way, run in ended.items()}
    assert states == {
        "sound": "COMPLETED",
        **{f"{step} quotes": "FAILED" for step in STEPS},
        "build dies": "CRASHED",
    }
    for step in STEPS:
        message = ended[f"{step} quotes"]["state"]["message"]
        assert message.startswith(f"[E190] {step} failed: ValueError, "), message
        assert f"To do: triggerscape run --from {step} tries again" in message


def test_not_a_byte_of_a_canary_is_kept_anywhere(aviary: Aviary, nights):
    server, _ = nights
    kept = {path.name for path in server.home.rglob("*") if path.is_file()}
    assert {"prefect.db", "prefect.db-wal", "server.log", "worker.log"} <= kept
    assert "run-failed" in (aviary.base / "post" / "mail").read_text(encoding="utf-8")
    escaped = aviary.escaped()
    assert not escaped, told(escaped)


def test_the_search_finds_what_a_run_is_told(aviary: Aviary, nights):
    """It finds a canary that is put there: a parameter of a run, by a careless hand."""
    server, _ = nights
    server.run("alert/tell-a-person", sentence=NEEDLES[-1])
    found = {Path(trace.file).name for trace in aviary.escaped()}
    assert found & {"prefect.db", "prefect.db-wal"}


def test_no_result_of_a_task_is_kept(nights):
    server, _ = nights
    storage = server.home / "storage"
    assert not storage.exists() or list(storage.iterdir()) == []
