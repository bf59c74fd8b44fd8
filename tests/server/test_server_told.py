"""Silence, drift and refusal, each through a real server to a real mail server: told once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from mail_server import MailServer
from prefect_server import PrefectServer

from triggerscape.workspace import Workspace

pytestmark = pytest.mark.long
NO_MAIL = "451 not now"


def fall_silent(clinics: Workspace, site: str, days: int) -> None:
    """Take the newest days out of what a site sent."""
    (file,) = (clinics.inbox / site).glob("*/diary.csv")
    header, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    place = header.split(",").index("diary_date")
    last = max(dt.date.fromisoformat(row.split(",")[place]) for row in rows)
    kept = (last - dt.timedelta(days=days)).isoformat()
    file.write_text(
        "".join([header, *(row for row in rows if row.split(",")[place] <= kept)]),
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def nights(server: PrefectServer, mail: MailServer, clinics: Workspace) -> dict[str, Any]:
    """What each run ended with, and the subjects of the mail that came meanwhile."""
    fall_silent(clinics, "S02", 20)
    server.schedule(clinics.home)
    found: dict[str, Any] = {}

    def run(name: str, deployment: str, way: str = "") -> None:
        before = len(mail.received)
        asked = server.run(deployment, environment={"TRIGGERSCAPE_TEST_FAILS": way or "none none"})
        worker = server.command(
            *("prefect", "worker", "start", "--pool", "triggerscape", "--run-once"),
            SSL_CERT_FILE=str(mail.certificate),
        )
        ended = server.read(f"/flow_runs/{asked}")
        artifacts = server.ask("/artifacts/filter", flow_runs={"id": {"any_": [asked]}})
        found[name] = {
            "state": ended["state"],
            "mail": mail.received[before:],
            "summary": next((a["data"] for a in artifacts if a["key"] == "run-summary"), ""),
            "worker": worker.stdout + worker.stderr,
        }

    mail.refuses["MAIL"] = NO_MAIL
    run("silent, and no mail", "ingest/ingest")
    mail.refuses.clear()
    run("silent, and mail again", "ingest/ingest")
    run("silent still", "ingest/ingest")
    run("moved", "train/weekly-training", "train moved")
    run("moved still", "train/weekly-training", "train moved")
    run("refused", "publish/monthly-release", "train refused")
    return found


def subjects(night: dict[str, Any]) -> list[str]:
    return [one["Subject"].removeprefix("triggerscape: ") for one in night["mail"]]


def test_who_could_not_be_told_is_said_by_the_run(nights: dict[str, Any]):
    night = nights["silent, and no mail"]
    assert night["mail"] == []
    assert night["state"]["name"] == "With warnings"
    assert (
        "Nobody could be told of 1 alert, which the next run tries again: [E197] the mail server "
        "takes no mail now (451)"
    ) in night["state"]["message"]
    assert night["summary"].startswith("**Needs a person**\n\n- Nobody could be told of 1 alert")
    assert "- site S02 has sent no diary day after" in night["summary"]


def test_the_next_run_tells_it_and_the_one_after_does_not(nights: dict[str, Any]):
    night = nights["silent, and mail again"]
    assert subjects(night) == ["A site has stopped sending (ingest clinics)"]
    text = night["mail"][0].get_content()
    assert text.startswith("site S02 has sent no diary day after ")
    assert "sent later, since no mail could be sent then" in text
    assert "# A site has stopped sending" in text, "the runbook goes with it"
    still = nights["silent still"]
    assert still["mail"] == []
    assert "site S02 has sent no diary day after" in still["state"]["message"]


def test_drift_is_told_once(nights: dict[str, Any]):
    assert subjects(nights["moved"]) == ["What models look at has moved (train clinics)"]
    assert nights["moved still"]["mail"] == []
    assert "trigger: the newest window" in nights["moved still"]["state"]["message"]


def test_a_refusal_is_told_with_its_runbook_and_fails_the_run(nights: dict[str, Any]):
    night = nights["refused"]
    assert night["state"]["message"] == "[E411] one attack succeeded. To do: see the runbook"
    assert subjects(night) == ["A release was refused (publish clinics)"]
    assert "# A release was refused" in night["mail"][0].get_content()
