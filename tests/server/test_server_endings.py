"""Steps that fail, hang or find their store away, on a real server: tried again where it helps."""

from __future__ import annotations

from typing import Any

import pytest
from mail_server import MailServer
from prefect_server import PrefectServer

from triggerscape.workspace import Workspace

pytestmark = pytest.mark.long
WAYS = ("quotes", "away", "hangs")


@pytest.fixture(scope="module")
def ended(
    server: PrefectServer, mail: MailServer, clinics: Workspace
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Each run of one step with its task run."""
    with clinics.settings_file.open("a", encoding="utf-8") as settings:
        settings.write("\n[schedule]\nhours = 1\n")
    server.schedule(clinics.home)
    found = {}
    for way in WAYS:
        run = server.run(
            "validate/validate",
            environment={"TRIGGERSCAPE_TEST_FAILS": f"validate {way}"},
        )
        server.command(
            *("prefect", "worker", "start", "--pool", "triggerscape", "--run-once"),
            SSL_CERT_FILE=str(mail.certificate),
        )
        (task,) = server.ask("/task_runs/filter", flow_runs={"id": {"any_": [run]}})
        found[way] = (server.read(f"/flow_runs/{run}"), task)
    return found


def test_a_step_whose_store_is_away_is_tried_three_times(ended):
    run, task = ended["away"]
    assert task["run_count"] == 3
    assert run["state"]["message"] == "[E181] the store does not answer"
    assert run["total_run_time"] >= 30 + 120, "after half a minute and after two"


def test_a_step_that_would_fail_as_before_is_tried_once(ended):
    run, task = ended["quotes"]
    assert task["run_count"] == 1
    assert run["state"]["message"].startswith("[E190] validate failed: ValueError, ")
    assert "Featherstonhaugh" not in str(run) + str(task)


def test_a_step_that_hangs_is_stopped_when_its_time_is_over(ended):
    run, task = ended["hangs"]
    assert task["run_count"] == 1
    assert run["state"]["message"] == (
        "[E191] the run was stopped after 1 hour. To do: see which step it was in, then raise "
        "schedule.hours or run it by hand"
    )
    assert run["total_run_time"] < 120


def test_each_of_them_is_told_once(ended, mail: MailServer):
    told = [one.get_content().splitlines()[0] for one in mail.received]
    codes = sorted(one.split("]")[0] + "]" for one in told)
    assert codes == ["[E181]", "[E190]", "[E191]"]
