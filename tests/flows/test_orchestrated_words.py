"""What the orchestrator is told of a run: words, tables, pictures and mail, and never a row."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import shutil
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from prefect.states import Failed

from flows.alerts.letter import ALERTS
from flows.backfill import asked_day, forget_judgements
from flows.orchestrated import leaving
from flows.orchestrated.alerts import Heard
from flows.orchestrated.endings import ending, kind_of, trouble
from flows.orchestrated.fates_chart import as_data_address, fates_chart
from flows.orchestrated.run_step import is_passing
from flows.orchestrated.summary import refused_rows, site_rows, summary
from flows.plain_runner import run_plainly
from flows.run import StepOutcome, open_run
from flows.scheduled.deployments import deployments_of
from flows.time_limit import at_most
from flows.walking import RunOutcome
from triggerscape.errors import DisclosureRefused, TriggerscapeError, WorkspaceBusy
from triggerscape.rejected import RejectedRows
from triggerscape.settings import Settings
from triggerscape.status import SiteStatus
from triggerscape.workspace import Workspace

SVG = "{http://www.w3.org/2000/svg}"
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


def test_a_page_that_cannot_be_left_fails_no_run_and_is_said(tmp_path: Path, monkeypatch):
    """The next run has the ledger already, or the server is gone: what was done is done."""

    def busy(*_: object) -> None:
        raise WorkspaceBusy("E121", "a run is writing this workspace now", fix="ask again")

    def quoting(*_: object) -> None:
        raise ValueError("a value of a row")

    heard = Heard(("site LU is silent",))
    monkeypatch.setattr(leaving, "tell_of_night", lambda *_: heard)
    monkeypatch.setattr(leaving, "get_run_logger", logging.getLogger)
    monkeypatch.setattr(leaving, "wait_for_server", lambda _: True)
    outcome, said = RunOutcome((QUIET,), None), "this run's page is not complete: "
    for failing, told in ((busy, "[E121] a run is writing"), (quoting, "[E900] something went")):
        monkeypatch.setattr(leaving, "leave_artifacts", failing)
        needing = leaving.left_behind(Workspace(tmp_path), Settings(), outcome)
        assert needing[0] == "site LU is silent"
        assert needing[1].startswith(said + told)
        assert "a value of a row" not in needing[1]


def test_a_day_that_is_none_is_asked_for_again():
    assert (asked_day(None), asked_day("2026-10-31")) == (None, dt.date(2026, 10, 31))
    with pytest.raises(TriggerscapeError, match="E135") as raised:
        asked_day("31.10.2026")
    assert "--param since=2026-10-01" in raised.value.fix


def test_trying_again_is_for_what_may_pass():
    def is_tried_again(error: Exception) -> bool:
        return is_passing(None, None, Failed(data=error))

    assert is_tried_again(TriggerscapeError("E181", "the store does not answer"))
    for other in (TriggerscapeError("E190", "x"), WorkspaceBusy("E121", "x"), ValueError("E181")):
        assert not is_tried_again(other)


def test_the_summary_is_a_table_of_steps_and_a_list_of_warnings():
    told = summary(RunOutcome((STEP, QUIET), "2026-10-31.1"), "releases/2026-10-31.1")
    assert "| ingest | warning | 1,200 | 1,180 | 20 | 3 files at 1 sites |" in told
    assert "**1 warning**\n\n- look | here" in told
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
    ground, *bars = picture.iter(f"{SVG}rect")
    # A dark page must not show through: its letters are dark too.
    assert (ground.get("width"), ground.get("fill")) == (picture.get("width"), "#ffffff")
    assert [round(float(bar.get("width", "0"))) for bar in bars[3:]] == [385, 21, 14]
    words = [text.text for text in picture.iter(f"{SVG}text")]
    assert words[-2:] == ["KN", "1,100 of 1,200, 60 quarantined, 40 duplicate"]


def test_a_single_row_held_back_among_millions_can_be_seen():
    big = SiteStatus("KN", 1, 1, 0, 5_000_000, 4_999_999, 1, 0)
    *_, accepted, held = ElementTree.fromstring(fates_chart([big])).iter(f"{SVG}rect")
    assert float(held.get("width", "0")) == 3
    assert held.findtext(f"{SVG}title") == "KN: 1 quarantined"
    assert float(accepted.get("width", "0")) == 420


def test_what_needs_a_person_comes_before_what_the_steps_warn_of():
    outcome = RunOutcome((STEP, QUIET), "2026-10-31.1")
    assert ending(outcome, ["site LU is silent"]) == (
        "With warnings",
        "release 2026-10-31.1 published. site LU is silent (and 1 more)",
    )
    # What a step has warned of already is said once.
    assert ending(outcome, ["look | here"])[1] == "release 2026-10-31.1 published. look | here"
    assert summary(outcome, "r", ["site LU is silent"]).startswith(
        "**Needs a person**\n\n- site LU is silent\n\n| step |"
    )


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
        "nightly weekly-training monthly-release backfill ingest validate build tell-a-person "
        "ingest-kn ingest-lu".split()
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
