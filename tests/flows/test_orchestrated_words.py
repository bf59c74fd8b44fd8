"""What the orchestrator is told of a run: words, tables, pictures and mail, and never a row."""

from __future__ import annotations

import base64
import datetime as dt
import shutil
import socketserver
import threading
import time
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree

import pytest

from flows.backfill import forget_judgements
from flows.orchestrated.alerts import ALERTS, tell
from flows.orchestrated.endings import ending, kind_of, trouble
from flows.orchestrated.fates_chart import as_data_address, fates_chart
from flows.orchestrated.summary import refused_rows, site_rows, summary
from flows.orchestrated.watching import last_days, silent_sites, worth_telling
from flows.plain_runner import run_plainly
from flows.run import StepOutcome, open_run
from flows.scheduled.deployments import deployments_of
from flows.time_limit import at_most
from flows.walking import RunOutcome
from triggerscape.errors import DisclosureRefused, TriggerscapeError
from triggerscape.rejected import RejectedRows
from triggerscape.settings import Settings
from triggerscape.status import SiteStatus
from triggerscape.workspace import Workspace

STEP = StepOutcome("ingest", "warning", 1200, 1180, 20, "3 files at 1 sites", ("look | here",))
QUIET = StepOutcome("publish", "ok", 90, 80, 10, "release 2026-10-31.1 published")
SITE = SiteStatus("KN", 2, 3, 1, 1200, 1100, 60, 40)


def test_a_run_ends_with_its_last_sentence_and_its_first_warning():
    assert ending(RunOutcome((QUIET,), "2026-10-31.1")) == (
        "Completed",
        "release 2026-10-31.1 published",
    )
    assert ending(RunOutcome((STEP, QUIET), "2026-10-31.1")) == (
        "With warnings",
        "release 2026-10-31.1 published. look | here",
    )


def test_trouble_is_told_as_the_command_line_tells_it():
    error = TriggerscapeError("E121", "process 7 is writing", where="/x", fix="wait for it to end")
    assert trouble(error) == "[E121] process 7 is writing, /x. To do: wait for it to end"
    assert kind_of(error) == "run-failed"
    assert kind_of(DisclosureRefused("E411", "not protected")) == "disclosure-refused"


def test_the_summary_is_a_table_of_steps_and_a_list_of_warnings():
    told = summary(RunOutcome((STEP, QUIET), "2026-10-31.1"), "releases/2026-10-31.1")
    assert "| ingest | warning | 1,200 | 1,180 | 20 | 3 files at 1 sites |" in told
    assert "**1 warnings**\n\n- look | here" in told
    assert told.endswith("Newest release **2026-10-31.1**: `releases/2026-10-31.1`\n")


def test_tables_of_sites_and_refused_rows():
    assert site_rows([SITE]) == [
        {
            "site": "KN",
            "deliveries": "2",
            "files refused": "1 of 3",
            "rows in": "1,200",
            "accepted": "1,100",
            "quarantined": "60",
            "duplicate": "40",
        }
    ]
    rows = [
        RejectedRows("KN", "d", name, "diary_day", "diary_day.pain.range", n, "pain", (1, 2))
        for name, n in (("a.csv", 20), ("b.csv", 1300))
    ]
    assert refused_rows(rows) == [
        {
            "site": "KN",
            "rule": "diary_day.pain.range",
            "rows": "1,320",
            "see them": "triggerscape rejects --site KN --rule diary_day.pain.range",
        }
    ]


def test_the_chart_is_a_picture_that_needs_nothing_else():
    address = as_data_address(fates_chart([SITE]))
    kind, content = address.split(",")
    assert kind == "data:image/svg+xml;base64"
    picture = ElementTree.fromstring(base64.b64decode(content))
    bars = list(picture.iter("{http://www.w3.org/2000/svg}rect"))[3:]
    assert [round(float(bar.get("width", "0"))) for bar in bars] == [440, 24, 16]


class _Mailbox(socketserver.StreamRequestHandler):
    received: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 mail\r\n")
        in_text, lines = False, []
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if in_text:
                if line == ".":
                    in_text = False
                    self.received.append("\n".join(lines))
                    self.wfile.write(b"250 taken\r\n")
                else:
                    lines.append(line)
            elif line.upper().startswith("DATA"):
                in_text = True
                self.wfile.write(b"354 go on\r\n")
            elif line.upper().startswith("QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 mail\r\n")


@pytest.fixture
def mail_server():
    _Mailbox.received.clear()
    with socketserver.TCPServer(("127.0.0.1", 0), _Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def mail_settings(port: int) -> Settings:
    return Settings(
        {
            "alerts.email_to": ["night@clinic.example"],
            "alerts.smtp_host": "127.0.0.1",
            "alerts.smtp_port": port,
        }
    )


def test_nobody_is_told_by_default():
    assert tell(Settings(), "run-failed", "nightly", "it failed") is False


def test_a_mail_server_that_is_down_fails_nothing():
    assert tell(mail_settings(9), "run-failed", "nightly", "it failed") is False


def test_without_tls_nothing_is_sent_to_a_port_that_is_not_25(mail_server: int):
    assert tell(mail_settings(mail_server), "run-failed", "nightly", "it failed") is False
    assert _Mailbox.received == []


def test_a_mail_says_what_happened_and_which_runbook_helps(mail_server: int, monkeypatch):
    monkeypatch.setattr("flows.orchestrated.alerts._TLS_IF_OFFERED", mail_server)
    assert tell(mail_settings(mail_server), "run-failed", "nightly demo", "[E121] busy") is True
    (mail,) = _Mailbox.received
    assert "Subject: triggerscape: A run failed (nightly demo)" in mail
    assert "To: night@clinic.example" in mail
    assert "[E121] busy" in mail
    assert "docs/runbooks/run-failed.md" in mail


def test_a_site_that_fell_behind_is_said_to_be_silent():
    newest = {"KN": dt.date(2026, 10, 31), "LU": dt.date(2026, 10, 17), "ZH": dt.date(2026, 10, 18)}
    assert silent_sites(newest, 14) == [
        "site LU has sent no diary day after 2026-10-17, 14 days behind the newest"
    ]
    assert silent_sites({}, 14) == []


def test_what_must_be_heard_of_a_run_that_went_well(ingested: Workspace):
    said = ("x moved; look before you use it", "other")
    moved = StepOutcome("train", "warning", 1, 1, 0, "28 factors", said)
    found = worth_telling(ingested, Settings(), RunOutcome((moved,), None))
    assert found == [("model-drift", "x moved; look before you use it")]
    taken_in = RunOutcome((STEP,), None)
    assert worth_telling(ingested, Settings({"alerts.silent_days": 365}), taken_in) == []
    assert len(last_days(ingested)) == 3


def test_every_alert_has_its_runbook():
    folder = Path(__file__).resolve().parents[2] / "docs" / "runbooks"
    assert sorted(path.stem for path in folder.glob("*.md")) == sorted(ALERTS)


def test_a_run_that_takes_too_long_is_stopped_and_says_so():
    with pytest.raises(TriggerscapeError, match="the run was stopped after"), at_most(0.1 / 3600):
        time.sleep(5)
    with at_most(0.1 / 3600):
        pass
    time.sleep(0.2)


def test_what_is_scheduled_of_a_workspace():
    settings = Settings({"schedule.nightly": "30 1 * * *", "schedule.training": ""})
    found = {one.name: one for one in deployments_of("/data/w", ["KN", "LU"], settings)}
    assert sorted(found) == sorted(
        "nightly weekly-training monthly-release backfill ingest tell-a-person ingest-kn "
        "ingest-lu".split()
    )
    assert (found["nightly"].cron, found["weekly-training"].cron) == ("30 1 * * *", "")
    assert found["nightly"].entrypoint == "flows.nightly.nightly"
    assert found["ingest-kn"].parameters == {"home": "/data/w", "sites": ["KN"]}
    assert found["ingest-kn"].tags == ("triggerscape", "site:KN")


@pytest.fixture
def ingested(demo_home: Path, tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    shutil.copytree(demo_home / "sites", workspace.sites, dirs_exist_ok=True)
    shutil.copytree(demo_home / "inbox", workspace.inbox, dirs_exist_ok=True)
    run_plainly(open_run(workspace), last="validate")
    return workspace


def test_a_backfill_judges_one_sites_files_again_and_changes_nothing(ingested: Workspace):
    run = open_run(ingested)
    site = sorted(run.profiles)[0]
    assert forget_judgements(run, site, dt.date(1990, 1, 1), dt.date(1990, 2, 1)) == 0
    again = forget_judgements(run, site, None, None)
    assert again > 0
    outcome = run_plainly(open_run(ingested, only=frozenset({site})), last="validate")
    assert outcome.steps[1].sentence.endswith(" table parts rebuilt")
    assert " 0 of " in outcome.steps[1].sentence
    with pytest.raises(TriggerscapeError, match="no site NOWHERE"):
        forget_judgements(run, "NOWHERE", None, None)
    with pytest.raises(TriggerscapeError, match="lies after the last"):
        forget_judgements(run, site, dt.date(2026, 2, 1), dt.date(2026, 1, 1))


def test_only_sites_that_are_there_can_be_asked_for(ingested: Workspace):
    with pytest.raises(TriggerscapeError, match="there is no site NOWHERE"):
        open_run(ingested, only=frozenset({"NOWHERE"}))
    site = sorted(open_run(ingested).profiles)[0]
    outcome = run_plainly(open_run(ingested, only=frozenset({site})), last="ingest")
    assert outcome.steps[0].sentence.endswith("at 1 sites")
