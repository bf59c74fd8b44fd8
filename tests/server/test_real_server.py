"""A night on a real server: scheduled, run by a worker, read back, told by mail, seen in a page."""

from __future__ import annotations

import base64
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from one_night import Night
from seen_page import CHROMIUM, see
from two_clinics import told_people

from triggerscape.doctor.finding import Health
from triggerscape.doctor.orchestrator import schedule_findings

SCHEDULER_TURN = 75
FLOWS = {"nightly", "train", "publish", "backfill", "ingest", "validate", "build", "alert"}


def test_scheduling_puts_everything_on_the_server(night: Night):
    said = night.scheduled[0]
    assert {name.split("/")[0] for name in said["deployments"]} == FLOWS
    assert set(said["changed"]) == {*said["deployments"], *said["automations"]}
    stood = night.standing[0]
    assert {one["name"] for one in stood["automations"]} == set(said["automations"])
    assert [one["name"] for one in stood["work_pools"]] == ["triggerscape"]
    nightly = next(one for one in stood["deployments"] if one["name"] == "nightly")
    assert nightly["schedules"][0]["schedule"] == {
        "cron": "0 2 * * *",
        "timezone": "UTC",
        "day_or": True,
    }


def test_scheduling_again_changes_nothing(night: Night):
    assert night.scheduled[1]["changed"] == night.scheduled[1]["removed"] == []
    assert night.standing[1] == night.standing[0]


def test_scheduling_finds_that_this_server_calls_nobody(night: Night):
    assert night.scheduled[0]["calls_home"] == []


def test_the_night_ends_in_words_that_say_what_a_person_should_look_at(night: Night):
    run = night.ended["nightly"]
    assert run["name"] == "nightly clinics"
    assert (run["state"]["type"], run["state"]["name"]) == ("COMPLETED", "With warnings")
    assert "table parts rebuilt" in run["state"]["message"]
    assert "site S02: rows held back by diary.pain_max.range (1)" in run["state"]["message"]


def test_a_run_that_fails_says_what_to_do_in_its_state(night: Night):
    run = night.ended["backfill"]
    assert run["name"] == "backfill clinics NOWHERE"
    assert run["state"]["type"] == "FAILED"
    assert run["state"]["message"] == (
        "[E133] there is no site NOWHERE to take in again. To do: choose from S01, S02"
    )


def test_a_run_that_fails_is_told_by_mail_over_tls(night: Night):
    told = [one for one in night.mail.received if "run failed" in one["Subject"]]
    assert [one["Subject"] for one in told] == [
        "triggerscape: A run failed (backfill clinics NOWHERE)"
    ]
    assert told[0]["To"] == "night@clinic.example"
    text = told[0].get_content()
    assert "[E133] there is no site NOWHERE" in text
    assert f"Workspace  {night.workspace.home}" in text
    assert (
        f"Page       {night.server.address}/flow-runs/flow-run/{night.ended['backfill']['id']}"
        in text
    )
    assert "docs/runbooks/run-failed.md" in text
    assert "**What it means.** A step of a run ended with an error" in text


def test_a_trial_of_the_mail_goes_the_way_an_alert_goes(night: Night):
    """Through the worker, with its environment: what the server itself raises goes so too."""
    run = night.ended["trial"]
    assert run["name"] == "alert clinics trial"
    assert (run["state"]["type"], run["state"]["message"]) == (
        "COMPLETED",
        "mail sent to night@clinic.example",
    )
    assert [one["Subject"] for one in night.mail.received if "trial" in one["Subject"]] == [
        "triggerscape: A trial (alert clinics trial)"
    ]


def test_a_night_that_needs_nobody_sends_no_mail(night: Night):
    assert len(night.mail.received) == 2, "the trial and the backfill that failed"


def logs(night: Night, run: str) -> list[str]:
    of_run = {"flow_run_id": {"any_": [night.ended[run]["id"]]}}
    return [one["message"] for one in night.server.ask("/logs/filter", logs=of_run)]


def test_a_backfill_takes_in_again_the_days_of_one_site_and_changes_nothing(night: Night):
    """Questionnaires begin after these days; the diary, people and therapies hold some of them."""
    run = night.ended["days"]
    assert run["name"] == "backfill clinics S01 from 2026-09-01 to 2026-09-09"
    assert run["state"]["type"] == "COMPLETED"
    assert run["state"]["message"].startswith("0 of 144 table parts rebuilt")
    assert "3 files of site S01 are judged again" in logs(night, "days")
    (counts,) = [one for one in logs(night, "days") if one.startswith("ingest: ")]
    assert counts.endswith("at 1 sites")


def test_a_run_calls_nobody_whatever_its_worker_was_started_with(night: Night):
    for one in night.standing[0]["deployments"]:
        environment = one["job_variables"]["env"]
        assert environment["DO_NOT_TRACK"] == "1", one["name"]
        assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def artifacts(night: Night) -> dict[str, dict[str, object]]:
    run = night.ended["nightly"]["id"]
    found = night.server.ask("/artifacts/filter", flow_runs={"id": {"any_": [run]}})
    return {one["key"]: one for one in found}


def test_the_run_leaves_a_summary_tables_and_a_picture(night: Night):
    left = artifacts(night)
    assert {key: one["type"] for key, one in left.items()} == {
        "run-summary": "markdown",
        "sites": "table",
        "refused-rows": "table",
        "row-fates": "image",
    }
    assert "| ingest | warning |" in left["run-summary"]["data"]
    assert '"see them": "triggerscape rejects --site S02' in left["refused-rows"]["data"]
    kind, content = left["row-fates"]["data"].split(",")
    assert kind == "data:image/svg+xml;base64"
    picture = ElementTree.fromstring(base64.b64decode(content))
    assert "S02" in "".join(picture.itertext())


def test_the_server_is_told_of_no_person(night: Night):
    """Nor is the disk: no result of a task is kept there."""
    people = told_people(night.workspace)
    assert len(people) >= 40, "24 keys as sent, and those of the people who wrote a diary"
    kept = [night.worker_log, night.server.read("/health")]
    kept += [night.server.ask(f"/{what}/filter") for what in ("artifacts", "logs", "flow_runs")]
    kept += [night.server.ask("/task_runs/filter"), night.server.ask("/events/filter")]
    kept += [file.read_bytes() for file in night.server.home.rglob("*") if file.is_file()]
    kept += [mail.as_string() for mail in night.mail.received]
    text = "\n".join(one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in kept)
    assert "rows held back by" in text
    assert {key for key in people if key in text} == set()


def test_nothing_of_it_leaves_this_machine(night: Night):
    """Server, worker, every run and our own commands: each Python process is watched."""
    watched, attempts = night.server.watch()
    for command in ("prefect server start", "prefect worker start", "triggerscape schedule"):
        assert [one for one in watched if command in one], command
    assert [one for one in watched if "flow-run execute" in one or "prefect.engine" in one]
    assert attempts == []


def test_the_server_plans_the_nights_to_come(night: Night):
    """Its scheduler works beside our own packages: with SQLAlchemy 2.1 it fails at every turn."""
    end = time.monotonic() + SCHEDULER_TURN
    planned: list[dict[str, str]] = []
    while not planned and time.monotonic() < end:
        planned = [
            run
            for run in night.server.ask("/flow_runs/filter", flows={"name": {"any_": ["nightly"]}})
            if run["auto_scheduled"]
        ]
        time.sleep(0.5)
    hours = {run["expected_start_time"][11:16] for run in planned}
    assert hours == {"02:00"}, (night.server.home / "server.log").read_text(encoding="utf-8")[-900:]


def test_the_doctor_finds_the_schedule_and_misses_that_of_another_workspace(night: Night):
    environment = {"PREFECT_API_URL": f"{night.server.address}/api"}
    schedule, worker = schedule_findings(environment, night.workspace.home)
    assert (schedule.health, schedule.sentence) == (Health.OK, "nightly at 0 2 * * * UTC")
    # The worker of the night ran once and went: it is known, and may be thought up for a while yet.
    assert worker.subject == "worker"
    (missed,) = schedule_findings(environment, night.workspace.home / "elsewhere")
    assert missed.health is Health.FIX
    assert missed.fix.startswith("triggerscape schedule")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path")
def test_the_page_of_the_run_tells_how_it_ended_and_asks_only_this_machine(
    night: Night, tmp_path: Path
):
    pytest.importorskip("playwright.sync_api")
    run = night.ended["nightly"]["id"]
    page = f"{night.server.address}/runs/flow-run/{run}"
    seen = see(page, "With warnings", tmp_path / "run.png")
    assert "nightly clinics" in seen.text
    assert seen.hosts == {"127.0.0.1"}
    assert (tmp_path / "run.png").stat().st_size > 10_000


def test_all_that_writes_the_workspace_stands_in_one_queue_and_mail_waits_for_none(night: Night):
    limits = {
        queue["name"]: queue["concurrency_limit"]
        for queue in night.server.ask("/work_pools/triggerscape/queues/filter")
    }
    assert limits == {"default": None, "workspace": 2}
    queues = {one["name"]: one["work_queue_name"] for one in night.standing[1]["deployments"]}
    assert queues.pop("tell-a-person") == "default"
    assert set(queues.values()) == {"workspace"}
