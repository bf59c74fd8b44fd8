"""The log of a run: what a person reads the morning after, and what never stands in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from withdrawn_clinic import SITE, WHO, new_home

import flows.build
import flows.delivery_review
import flows.ingest
import flows.withdraw
import flows.withdrawal.rebuilding
from flows.build import validate
from flows.ingest import ingest
from flows.logged import duration
from flows.plain_runner import run_plainly
from flows.run import Run, open_run
from flows.withdraw import withdraw
from triggerscape.cli import app
from triggerscape.delivery.door.confined import ConfinedReader, confined_reader
from triggerscape.errors import TriggerscapeError
from triggerscape.run_log.reading import find_log, newest_log, read_log
from triggerscape.run_log.writing import RunLog, logs_in, new_log
from triggerscape.workspace import Workspace

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d  [a-z]+ +\S.*")
SETTINGS = """[warehouse]
buckets = 1
threads = 1
[schedule]
time_zone = "Asia/Kolkata"
[alerts]
email_to = ["night@clinic.example"]
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedReader]:
    with confined_reader() as one:
        yield one


@pytest.fixture(scope="module", autouse=True)
def quick(reader: ConfinedReader) -> Iterator[None]:
    """One process reads all files; gates are tried elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (flows.ingest, flows.withdraw):
            patch.setattr(module, "confined_reader", lambda: nullcontext(reader))
        patch.setattr(flows.delivery_review, "_hold_to_promises", lambda *_: None)
        patch.setattr(flows.build, "hold_to_promises", lambda *_: [])
        patch.setattr(flows.withdrawal.rebuilding, "REBUILT", (ingest, validate))
        yield


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites and one that is left out, run once."""
    run = new_home(tmp_path_factory.mktemp("logged") / "home")
    home = run.workspace.home
    run.workspace.settings_file.write_text(SETTINGS, encoding="utf-8")
    (home / "sites" / "ODD.toml").write_text('site_code = "OD', encoding="utf-8")
    (home / "inbox" / SITE / "2025-03" / f"letter_{WHO}.docx").write_bytes(b"PK")
    run_plainly(open_run(run.workspace), last="validate")
    return home


@pytest.fixture
def workspace(ran: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(ran, tmp_path / "home")
    return Workspace(tmp_path / "home")


def _sentences(workspace: Workspace, step: str) -> list[str]:
    newest = newest_log(workspace)
    assert newest is not None
    return [line.sentence for line in read_log(newest) if line.step == step]


def test_a_log_says_what_ran_on_which_sites_what_each_step_did_and_how_long(ran: Path) -> None:
    workspace = Workspace(ran)
    [file] = logs_in(workspace.logs)
    text = file.read_text(encoding="utf-8")
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert "+05:30  " in text
    start = "\n".join(_sentences(workspace, "start"))
    assert re.search(r"^triggerscape [\d.]+, plain runner, process \d+, ", start)
    assert "steps from the first to validate" in start
    assert "warehouse.buckets = 1" in start
    assert "sites: OTHER, SITE\n" in start
    assert "site ODD is left out: sites/ODD.toml has faults" in start
    assert start.endswith("run 1 in the ledger")
    for step in ("ingest", "validate"):
        first, *_, last = _sentences(workspace, step)
        assert first == "begins"
        assert re.match(r"(ok|warning) in [\d.]+ s: [\d,]+ rows in, [\d,]+ out, ", last)
    assert {"SITE", "OTHER"} <= set(_sentences(workspace, "ingest"))
    assert any(one.startswith("warning: site ODD") for one in _sentences(workspace, "ingest"))
    end = _sentences(workspace, "end")
    assert re.match(r"completed with \d+ warnings in [\d.]+ s: ingest [\d.]+ s, validate ", end[0])
    assert end[1] == "newest release none yet"
    assert (file.stat().st_mode & 0o777, workspace.logs.stat().st_mode & 0o777) == (0o600, 0o700)


def test_nobody_to_be_told_and_no_address_stands_in_it(ran: Path) -> None:
    [file] = logs_in(ran / "logs")
    assert "clinic.example" not in file.read_text(encoding="utf-8")


def test_how_a_run_failed_is_its_last_line_with_code_place_and_what_to_type(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ours(_: Run) -> None:
        raise TriggerscapeError("E777", "the moon is full", where="the sky", fix="wait a day")

    def of_a_library(_: Run) -> None:
        raise ValueError(f"could not convert {WHO}")

    for fault, said in (
        (ours, r"failed after [\d.]+ s: \[E777\] the moon is full, the sky\. To do: wait a day"),
        (of_a_library, r"failed after [\d.]+ s: \[E900\] .*ValueError, test_run_log\.py, line .*"),
    ):
        monkeypatch.setattr("flows.plain_runner.step_named", lambda _, fault=fault: fault)
        with pytest.raises((TriggerscapeError, ValueError)):
            run_plainly(open_run(workspace), last="ingest")
        assert re.fullmatch(said, _sentences(workspace, "end")[-1])


def test_a_run_that_is_killed_leaves_every_line_up_to_there(workspace: Workspace) -> None:
    script = (
        "import os, signal, flows.plain_runner as runner\n"
        "from pathlib import Path\n"
        "from flows.run import open_run\n"
        "from triggerscape.workspace import Workspace\n"
        "def kill(run):\n"
        "    run.say('ingest SITE')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "runner.step_named = lambda _: kill\n"
        f"runner.run_plainly(open_run(Workspace(Path({str(workspace.home)!r}))))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert _sentences(workspace, "start")[-1] == "run 2 in the ledger"
    assert _sentences(workspace, "ingest") == ["begins", "SITE"]
    assert _sentences(workspace, "end") == []


def test_a_run_by_prefect_writes_the_same_log(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The flow's own function and the task's, without a server; with one: the canary tests."""
    from prefect.logging import disable_run_logger

    import flows.nightly
    from flows.orchestrated.run_step import run_step

    monkeypatch.setattr(flows.nightly, "run_step", run_step.fn)
    monkeypatch.setattr(flows.nightly, "left_behind", lambda *_: [])
    with disable_run_logger():
        ended = flows.nightly._walked(str(workspace.home), None, "validate", sites=(SITE,))
    assert ended.type.value == "COMPLETED"
    start = _sentences(workspace, "start")
    assert ", Prefect run " in start[0]
    assert "sites: SITE" in start
    assert start[-1] == "run 2 in the ledger"
    first, *said, last = _sentences(workspace, "ingest")
    assert (first, "SITE" in said, "OTHER" in said) == ("begins", True, False)
    assert " rows in, " in last
    assert _sentences(workspace, "end")[0].startswith("completed with ")


def test_only_so_many_logs_are_kept_and_they_are_the_newest(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    kept = []
    for number in range(7):
        log = new_log(folder, "UTC", keep=3)
        log.line("start", f"number {number}")
        kept.append(log.path)
    (folder / "notes of mine.txt").write_text("stays", encoding="utf-8")
    assert logs_in(folder) == kept[-3:]
    earlier = folder / "000007-1999-01-01T000000.000000Z.log"
    kept[-1].rename(earlier)  # as if the clock had been set back
    assert logs_in(folder)[-1] == earlier
    new_log(folder, "UTC", keep=1).line("start", "the last")
    assert [read_log(path)[0].sentence for path in logs_in(folder)] == ["the last"]
    assert (folder / "notes of mine.txt").exists()


def test_no_run_fails_for_its_log(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where a folder should be", encoding="utf-8")
    new_log(tmp_path / "logs", "UTC", keep=3).line("start", "lost")
    RunLog().line("start", "nowhere")
    RunLog(Path("/dev/full")).line("start", "no room")


def test_a_line_is_one_line(tmp_path: Path) -> None:
    RunLog(tmp_path / "one.log", "Europe/Zurich").line("end", "two\nlines\tand more ")
    [line] = read_log(tmp_path / "one.log")
    assert (line.step, line.sentence) == ("end", "two lines and more")
    assert line.time[-6:] in ("+01:00", "+02:00")
    assert str(ZoneInfo("Europe/Zurich")) == "Europe/Zurich"


def test_the_command_shows_the_newest_log_or_the_one_asked_for(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(workspace.home)
    run_plainly(open_run(workspace), last="ingest")
    first, second = logs_in(workspace.logs)
    assert app(["log", "--home", home], result_action="return_value") == 0
    shown = capsys.readouterr()
    assert shown.out == second.read_text(encoding="utf-8")
    assert str(second) in shown.err
    for asked in ("1", first.stem):
        app(["log", "--run", asked, "--home", home, "--json"], result_action="return_value")
        told = json.loads(capsys.readouterr().out)["data"]
        assert told["log"] == str(first)
        assert told["lines"][-1]["sentence"].startswith("to do: ")
    assert app(["log", "--run", "77", "--home", home], result_action="return_value") == 2
    said = capsys.readouterr().err
    assert "error[E125]  there is no log of run 77" in said
    assert second.stem in said
    app(["status", "--home", home, "--json"], result_action="return_value")
    assert json.loads(capsys.readouterr().out)["data"]["log"] == str(second)


def test_who_withdraws_is_in_no_log_either(workspace: Workspace) -> None:
    """A site named a file after a person; the night before said which files it read."""
    [old] = logs_in(workspace.logs)
    assert WHO in old.read_text(encoding="utf-8")
    run_plainly(open_run(workspace), last="ingest")
    RunLog(workspace.logs / "0000.log").line("start", "of others")
    withdraw(open_run(workspace), SITE, [WHO], drop_files=True)
    assert [WHO in path.read_text(encoding="utf-8") for path in logs_in(workspace.logs)] == [False]
    assert find_log(workspace, "0000").exists()


def test_a_time_is_said_as_people_say_it() -> None:
    assert [duration(one) for one in (0.04, 59.9, 61, 3600, 7380)] == [
        *("0.0 s", "59.9 s", "1 min 1 s"),
        *("1 h 0 min", "2 h 3 min"),
    ]
