"""One server, and one night on it, for every test of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mail_server import MailServer, mail_server
from one_night import Night
from prefect_server import ENDED, PrefectServer, started_server
from two_clinics import two_clinics

from triggerscape.workspace import Workspace


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """A Prefect server that answers, ended with the module."""
    with started_server(tmp_path_factory.mktemp("prefect")) as one:
        yield one


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """A mail server that demands TLS."""
    with mail_server(tmp_path_factory.mktemp("mail")) as one:
        yield one


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory, mail: MailServer) -> Workspace:
    """Two clinics whose deliveries nobody has taken in."""
    return two_clinics(tmp_path_factory.mktemp("clinics") / "clinics", mail.port)


@pytest.fixture(scope="module")
def night(server: PrefectServer, mail: MailServer, clinics: Workspace) -> Night:
    """The nightly deployment, a trial of the mail and a backfill of a site that is not there.

    Then a backfill of some days of a site that is. No two of them meet.
    """
    first, stood = server.schedule(clinics.home), server.standing()
    second, stands = server.schedule(clinics.home), server.standing()
    asked = {
        "nightly": server.run("nightly/nightly"),
        "backfill": server.run("backfill/backfill", site="NOWHERE"),
        "trial": server.run("alert/tell-a-person"),
    }
    said = _worked(server, mail)
    asked["days"] = server.run(
        "backfill/backfill", site="S01", since="2026-09-01", until="2026-09-09"
    )
    said += _worked(server, mail)
    ended = {name: server.read(f"/flow_runs/{run}") for name, run in asked.items()}
    assert all(one["state"]["type"] in ENDED for one in ended.values()), said
    return Night(server, mail, clinics, (first, second), (stood, stands), ended, said)


def _worked(server: PrefectServer, mail: MailServer) -> str:
    """Let a worker run whatever waits; gives back what it said."""
    worker = server.command(
        *("prefect", "worker", "start", "--pool", "triggerscape", "--run-once"),
        SSL_CERT_FILE=str(mail.certificate),
    )
    return worker.stdout + worker.stderr
