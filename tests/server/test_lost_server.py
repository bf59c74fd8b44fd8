"""Server, worker or machine is lost in the middle of a night; the next night comes by itself."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from losable import SLOWEST, Losable, losable, processes_of
from mail_server import MailServer, mail_server
from prefect.server.events.ordering import PRECEDING_EVENT_LOOKBACK
from prefect_server import ENDED
from two_clinics import two_clinics

from flows.scheduled.silent_runs import SILENT
from triggerscape.errors import WorkspaceBusy
from triggerscape.status import LastRun, read_status
from triggerscape.warehouse.ledger.reading import open_ledger
from triggerscape.workspace import Workspace

pytestmark = pytest.mark.long
# A run says it lives every 30 s here, instead of every three minutes.
HEARD_EVERY = "30"
# Longer than a process takes to start on a machine that has much else to do.
SILENT_FOR = dt.timedelta(minutes=4)


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server(tmp_path_factory.mktemp("post")) as one:
        yield one


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, post: MailServer) -> Iterator[Losable]:
    """A server with our deployments and a worker."""
    folder = tmp_path_factory.mktemp("lost")
    with losable(
        folder / "server", post.certificate, PREFECT_FLOWS_HEARTBEAT_FREQUENCY=HEARD_EVERY
    ) as one:
        one.server.schedule(two_clinics(folder / "first", post.port).home)
        one.start_worker()
        yield one


@pytest.fixture
def clinics(tmp_path: Path, post: MailServer) -> Workspace:
    """Deliveries nobody has taken in."""
    return two_clinics(tmp_path / "clinics", post.port)


def started_night(both: Losable, clinics: Workspace, moment: str) -> str:
    """The id of a night that has come to a moment: its process stands still there."""
    said = both.times_said(moment)
    run = both.server.run("nightly/nightly", home=str(clinics.home))
    both.wait_until_said(moment, said + 1)
    for process in processes_of(run):
        os.kill(process, signal.SIGSTOP)
    return run


def last_run(clinics: Workspace) -> LastRun:
    found = read_status(clinics).last_run
    assert found is not None
    return found


@pytest.mark.parametrize("moment", ["Beginning flow run", "ingest: ", "validate: "])
def test_a_night_goes_on_without_its_server_and_tells_its_end_when_that_is_back(
    both: Losable, clinics: Workspace, moment: str
) -> None:
    """The server is lost as a step begins: ingest, validate or build."""
    waiting = both.times_said("waiting to tell it the end")
    run = started_night(both, clinics, moment)
    both.lose("server")
    for process in processes_of(run):
        os.kill(process, signal.SIGCONT)
    both.wait_until_said("waiting to tell it the end", waiting + 1)
    assert last_run(clinics).state == "completed"
    both.start_server()
    name, message = both.wait_for_end(run)
    assert name == "With warnings"
    assert "table parts rebuilt" in message


def test_a_night_goes_on_beside_a_database_that_is_locked(
    both: Losable, clinics: Workspace
) -> None:
    """Every answer that needs it is a 503, from the middle of the night until it has ended."""
    run = started_night(both, clinics, "ingest: ")
    with closing(sqlite3.connect(both.server.home / "prefect.db", timeout=60)) as held:
        held.execute("BEGIN EXCLUSIVE")
        for process in processes_of(run):
            os.kill(process, signal.SIGCONT)
        end = time.monotonic() + SLOWEST
        while not has_ended(clinics) and time.monotonic() < end:
            time.sleep(0.5)
        assert has_ended(clinics)
        time.sleep(20)
    assert both.wait_for_end(run, 900)[0] == "With warnings"


def has_ended(clinics: Workspace) -> bool:
    with suppress(WorkspaceBusy):
        return last_run(clinics).state == "completed"
    return False


def test_a_worker_that_dies_leaves_its_run_to_be_told_and_another_worker_goes_on(
    both: Losable, clinics: Workspace
) -> None:
    both.server.shorten(SILENT, SILENT_FOR)
    run = started_night(both, clinics, "ingest: ")
    both.lose("worker")
    for process in processes_of(run):
        os.kill(process, signal.SIGKILL)
    both.start_worker()
    again = both.server.run("nightly/nightly", home=str(clinics.home))
    name, _ = both.wait_for_end(again)
    assert (name, last_run(clinics).state) == ("With warnings", "completed")
    assert both.wait_for_end(run, 2 * SLOWEST)[0] == "Crashed"


def test_after_the_machine_was_switched_off_the_next_night_comes_by_itself(
    both: Losable, clinics: Workspace, post: MailServer
) -> None:
    """Nobody touches anything: the server plans the night, the worker runs it, mail tells it.

    A server started anew holds the crash back a while: it may yet hear what came before it.
    """
    with clinics.settings_file.open("a", encoding="utf-8") as settings:
        settings.write('\n[schedule]\nnightly = "*/2 * * * *"\n')
    both.server.schedule(clinics.home)
    both.server.shorten(SILENT, SILENT_FOR)
    run = started_night(both, clinics, "ingest: ")
    both.lose("server", "worker")
    for process in processes_of(run):
        os.kill(process, signal.SIGKILL)
    off = dt.datetime.now(dt.UTC)
    post.received.clear()

    both.start_server()
    both.start_worker()

    end = time.monotonic() + 2 * SLOWEST
    while "With warnings" not in ended_after(both, off) and time.monotonic() < end:
        time.sleep(1)
    assert ended_after(both, off)[:1] == ["With warnings"], both.worker_log()[-3000:]
    assert both.wait_for_end(run, 2 * SLOWEST)[0] == "Crashed"
    end = time.monotonic() + PRECEDING_EVENT_LOOKBACK.total_seconds() + SLOWEST
    while not failures(post) and time.monotonic() < end:
        time.sleep(1)
    assert any("nightly clinics" in one for one in failures(post))


def failures(post: MailServer) -> list[str]:
    """Subject and text of every mail that tells of a run that failed."""
    found = [one for one in post.received if "A run failed" in one["Subject"]]
    return [f"{one['Subject']}\n{one.get_content()}" for one in found]


def ended_after(both: Losable, moment: dt.datetime) -> list[str]:
    """The names of the states in which nights ended that were planned for later, in their order."""
    return [
        run["state_name"]
        for run in both.runs_of("nightly", auto_scheduled=True)
        if run["state_type"] in ENDED
        and dt.datetime.fromisoformat(run["expected_start_time"]) > moment
    ]


def test_a_server_whose_database_is_lost_has_everything_back_when_scheduled_again(
    both: Losable, clinics: Workspace
) -> None:
    both.lose("server")
    for file in both.server.home.glob("prefect.db*"):
        file.unlink()
    both.start_server()
    said = both.server.schedule(clinics.home)
    assert set(said["changed"]) == {*said["deployments"], *said["automations"]}
    if both.up["worker"].poll() is not None:
        del both.up["worker"]
        both.start_worker()
    run = both.server.run("nightly/nightly")
    assert both.wait_for_end(run)[0] == "With warnings"
    assert last_run(clinics).state == "completed"


def test_two_deployments_of_one_workspace_wait_for_each_other_and_a_person_is_told_at_once(
    both: Losable, clinics: Workspace
) -> None:
    """The night stands still in the middle; then another deployment, and a person, want to run."""
    both.server.schedule(clinics.home)
    waiting = both.times_said("waiting for it to end")
    night = started_night(both, clinics, "ingest: ")
    other = both.server.run("ingest/ingest")
    both.wait_until_said("waiting for it to end", waiting + 1)
    by_hand = both.server.command("triggerscape", "run", "--home", str(clinics.home))
    for process in processes_of(night):
        os.kill(process, signal.SIGCONT)

    ended = [both.wait_for_end(run)[0] for run in (night, other)]
    assert ended == ["With warnings"] * 2
    assert by_hand.returncode == 1
    assert "[E121]" in by_hand.stdout + by_hand.stderr
    with open_ledger(clinics) as ledger:
        runs = ledger.execute(
            "SELECT started_at, finished_at, state FROM ledger.run ORDER BY run_number"
        ).fetchall()
    assert [state for *_, state in runs] == ["completed"] * 2
    assert runs[0][1] <= runs[1][0]
