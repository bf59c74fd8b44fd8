"""An analyst has a file open while the night runs: he keeps what he sees, and the night goes on."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import pytest
from other_program import OtherProgram
from withdrawn_clinic import SITE, WHO, diary, differences, new_home, people, send, state_of

import flows.build
import flows.delivery_review
import flows.ingest
import flows.withdraw
import flows.withdrawal.rebuilding
from flows.build import validate
from flows.ingest import ingest
from flows.plain_runner import run_plainly
from flows.run import Run, open_run
from flows.withdraw import withdraw
from flows.withdrawal.rebuilding import write_research_copy
from triggerscape.cli import app
from triggerscape.cli.asking import status
from triggerscape.delivery.door.confined import ConfinedReader, confined_reader
from triggerscape.errors import Exit, WorkspaceBusy
from triggerscape.faults import held_open
from triggerscape.querying import query
from triggerscape.reading.research import open_research
from triggerscape.run_log.writing import new_log
from triggerscape.status import read_status
from triggerscape.workspace import Workspace

ROWS = "SELECT sum(rows_in) FROM ledger.file_use"
DAYS = "SELECT count(*) FROM core.diary_day"


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedReader]:
    with confined_reader() as one:
        yield one


@pytest.fixture(scope="module", autouse=True)
def quick(reader: ConfinedReader) -> Iterator[None]:
    """One process reads all files; gates, and what is made of core, are tried elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (flows.ingest, flows.withdraw):
            patch.setattr(module, "confined_reader", lambda: nullcontext(reader))
        patch.setattr(flows.delivery_review, "_hold_to_promises", lambda *_: None)
        patch.setattr(flows.build, "hold_to_promises", lambda *_: [])
        patch.setattr(flows.withdrawal.rebuilding, "REBUILT", (ingest, validate))
        patch.setattr(held_open, "PATIENCE_S", 0.5)
        yield


def _night(run: Run) -> None:
    run_plainly(run, last="validate")
    write_research_copy(run)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites, run once, with a person-level copy: to be copied."""
    run = new_home(tmp_path_factory.mktemp("open") / "home")
    _night(run)
    return run.workspace.home


@pytest.fixture
def run(ran: Path, tmp_path: Path) -> Run:
    """The same with a delivery that nobody has read yet: a day more."""
    shutil.copytree(ran, tmp_path / "home")
    _send_days(tmp_path / "home", 1)
    return open_run(Workspace(tmp_path / "home"))


def _send_days(home: Path, more: int) -> None:
    days = (f"kn-0001,2025-03-{7 + day:02d},complete,true,true,5,6\n" for day in range(more))
    whole = diary(with_them=True) + "".join(days).encode()
    send(home, SITE, {"diary.csv": whole, "person.csv": people(with_them=True)})


def _rows(workspace: Workspace) -> int:
    return sum(site.rows_in for site in read_status(workspace).sites)


def test_who_reads_the_ledger_keeps_it_as_it_was_and_the_night_writes_a_new_one(run: Run) -> None:
    file = run.workspace.build_file
    with OtherProgram(file) as analyst:
        before = analyst.ask("SELECT rule, count(*) FROM ledger.quarantine GROUP BY ALL")
        sha256s = "SELECT source_sha256 FROM ledger.file_use ORDER BY ALL"
        files = analyst.ask(sha256s)
        _night(run)
        assert analyst.ask(sha256s) == files
        assert analyst.ask("SELECT rule, count(*) FROM ledger.quarantine GROUP BY ALL") == before
        with OtherProgram(file) as later:
            assert later.ask(sha256s) != files
    assert file.stat().st_mode & 0o777 == 0o600
    assert not list(run.workspace.home.glob(".build.duckdb.*"))


def test_what_a_killed_writer_left_beside_the_ledger_reaches_the_new_one(run: Run) -> None:
    """A reader, and a log of writes nobody has put into the file: neither is lost."""
    file = run.workspace.build_file
    with OtherProgram(file, writes=True) as killed:
        killed.ask("CREATE TABLE ledger.note AS SELECT 'kept' AS said")
        killed.kill()
    assert file.with_name("build.duckdb.wal").exists()
    with OtherProgram(file) as analyst:
        with run.open_build() as build:
            assert build.execute("SELECT said FROM ledger.note").fetchall() == [("kept",)]
        assert analyst.ask("SELECT said FROM ledger.note") == [["kept"]]


def test_who_writes_into_the_ledger_is_named_and_nothing_is_lost(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    home, file = run.workspace.home, run.workspace.build_file
    with OtherProgram(file, writes=True) as analyst:
        command = ["run", "--to", "validate", "--home", str(home), "--json"]
        assert app(command, result_action="return_value") == 1
        said = json.loads(capsys.readouterr().out)["error"]
        assert said["code"] == "E123"
        assert said["message"].startswith(f"process {analyst.number} (")
        assert said["message"].endswith("has build.duckdb open for writing")
        assert said["where"] == str(file)
        assert f"kill {analyst.number}" in said["fix"]
        with pytest.raises(WorkspaceBusy, match=f"E123.*process {analyst.number} "):
            read_status(run.workspace)
        analyst.ask("CREATE TABLE mine AS SELECT 1 AS one")
    before = _rows(run.workspace)
    run_plainly(run, last="validate")
    assert _rows(run.workspace) == before + 1
    with run.open_build() as build:
        assert build.execute("SELECT one FROM mine").fetchall() == [(1,)]


def test_who_writes_for_a_moment_is_waited_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_open, "PATIENCE_S", 60.0)
    with ExitStack() as programs:
        programs.enter_context(OtherProgram(run.workspace.build_file, writes=True))
        threading.Timer(0.7, programs.close).start()
        with run.open_build() as build:
            assert build.execute(ROWS).fetchall()


def test_a_run_that_writes_is_told_from_a_program_that_does(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    new_log(run.workspace.logs, "UTC", 60).line("build", "bucket 3 of 8")
    with OtherProgram(run.workspace.build_file, writes=True) as runner:
        (run.workspace.home / ".writer").write_text(str(runner.number), encoding="utf-8")
        with pytest.raises(WorkspaceBusy, match=r"E121.*a run is writing"):
            read_status(run.workspace)
        capsys.readouterr()
        assert status(home=run.workspace.home) == Exit.OK
        assert re.search(r"At work +\S+ \S+  build  bucket 3 of 8", capsys.readouterr().err)


def test_who_reads_the_person_level_copy_keeps_it_and_others_get_the_new_one(run: Run) -> None:
    file = run.workspace.research_file
    newest = "SELECT max(diary_date) FROM core.diary_day"
    with OtherProgram(file) as analyst, open_research(file, quiet=True) as notebook:
        before = analyst.ask(newest)
        _night(run)
        assert analyst.ask(newest) == before == [["2025-03-06"]]
        assert str(notebook.sql(newest).fetchall()[0][0]) == "2025-03-06"
        with OtherProgram(file) as later:
            assert later.ask(newest) == [["2025-03-07"]]


def test_who_writes_into_the_person_level_copy_harms_nobody(run: Run) -> None:
    """The file lets nobody write but the administrator of the machine."""
    file = run.workspace.research_file
    log = file.with_name("research.duckdb.wal")
    if os.geteuid() != 0:
        file.chmod(0o600)
    with OtherProgram(file, writes=True) as analyst:
        analyst.ask("CREATE TABLE mine AS SELECT 1 AS one")
        with pytest.raises(WorkspaceBusy, match=f"E123.*process {analyst.number} "):
            query(run.workspace, DAYS, research=True)
        assert log.exists()
        _night(run)
        assert not log.exists()
        assert analyst.ask("SELECT one FROM mine") == [[1]]
        assert query(run.workspace, DAYS, research=True)[1]
    assert query(run.workspace, "SHOW TABLES", research=True)[1] != [("mine",)]


def test_a_log_of_writes_that_fits_no_file_is_named(run: Run) -> None:
    log = run.workspace.home / "research.duckdb.wal"
    with OtherProgram(run.workspace.build_file, writes=True) as other:
        other.ask("CREATE TABLE mine AS SELECT 1 AS one")
        shutil.copy(run.workspace.home / "build.duckdb.wal", log)
    with pytest.raises(Exception, match=r"E124.*left research\.duckdb\.wal"):
        query(run.workspace, DAYS, research=True)
    _night(run)
    assert query(run.workspace, DAYS, research=True)[1]


def test_a_withdrawal_goes_on_beside_readers_and_says_who_still_sees_the_person(run: Run) -> None:
    workspace = run.workspace
    _night(run)
    with OtherProgram(workspace.research_file) as one, OtherProgram(workspace.build_file) as other:
        before = one.ask(DAYS)
        done = withdraw(run, SITE, [WHO])
        for who, file in ((one, "research.duckdb"), (other, "build.duckdb")):
            [said] = [line for line in done.warnings if f"still reads {file}" in line]
            assert said.startswith(f"process {who.number} (")
        assert one.ask(DAYS) == before
        assert other.ask("SELECT count(*) FROM ledger.file_use")
        with OtherProgram(workspace.research_file) as later:
            assert later.ask(DAYS)[0][0] == before[0][0] - 6


def _look_about(workspace: Workspace, chance: random.Random, is_over: threading.Event) -> list[str]:
    """What somebody met who opens this and that, for a while each; best nothing."""
    met = []
    while not is_over.is_set():
        file, sql = chance.choice([(workspace.research_file, DAYS), (workspace.build_file, ROWS)])
        is_ledger = file == workspace.build_file
        try:
            program = OtherProgram(file, writes=is_ledger and chance.random() < 0.3)
        except AssertionError:
            if not is_ledger:  # which a run has to itself while it writes
                met.append(f"{file.name} cannot be opened")
            continue
        with program as other:
            first: Any = other.ask(sql)
            time.sleep(chance.choice((0, 0.1, 1.0, 2.0)))
            if other.ask(sql) != first or isinstance(first, str):
                met.append(f"{file.name}: {first}")
    return met


@pytest.mark.long
def test_nights_beside_people_who_open_this_and_that_leave_what_lonely_nights_leave(
    ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_open, "PATIENCE_S", 60.0)
    homes = [tmp_path / "lonely", tmp_path / "beside"]
    is_over, met = threading.Event(), list[str]()

    def wander(number: int) -> None:
        met.extend(_look_about(Workspace(homes[1]), random.Random(number), is_over))

    wanderers = [threading.Thread(target=wander, args=(number,)) for number in range(2)]
    for home in homes:
        shutil.copytree(ran, home)
    for wanderer in wanderers:
        wanderer.start()
    try:
        for night in range(1, 25):
            for home in homes:
                _send_days(home, night)
                _night(open_run(Workspace(home)))
    finally:
        is_over.set()
        for wanderer in wanderers:
            wanderer.join()
    assert met == []
    assert differences(*map(state_of, homes)) == []
