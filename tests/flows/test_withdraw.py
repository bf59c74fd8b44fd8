"""Whoever withdraws is gone from every byte, and every table is as if they had never been there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import polars as pl
import pytest
from left_behind import left_behind
from withdrawn_clinic import (
    OTHER,
    SITE,
    VALUE,
    WHO,
    diary,
    differences,
    new_home,
    people,
    send,
    state_of,
)

import flows.build
import flows.delivery_review
import flows.ingest
import flows.withdraw
import flows.withdrawal.erasing
import flows.withdrawal.files
import flows.withdrawal.rebuilding
from flows.build import validate
from flows.ingest import ingest
from flows.run import Run, open_run
from flows.withdraw import withdraw, withdraw_again
from triggerscape.cli import app
from triggerscape.delivery.door.confined import ConfinedReader, confined_reader
from triggerscape.delivery.privacy.deployment_key import deployment_key
from triggerscape.delivery.privacy.person_keys import rekey
from triggerscape.disclosure.contributions.sample import (
    PEOPLE,
    ROWS,
    WHOLE,
    Sample,
    keep_sample,
    read_sample,
)
from triggerscape.errors import TriggerscapeError
from triggerscape.registry.kept import keep_version, versions_of
from triggerscape.withdrawal.journal import Journal, Stage, refuse_unfinished, write_journal
from triggerscape.workspace import Workspace

STEPS = (ingest, validate)


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedReader]:
    with confined_reader() as one:
        yield one


@pytest.fixture(scope="module", autouse=True)
def quick(reader: ConfinedReader) -> Iterator[None]:
    """One process reads all files; gates, and what is made of core, are for the long test."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (flows.ingest, flows.withdraw):
            patch.setattr(module, "confined_reader", lambda: nullcontext(reader))
        patch.setattr(flows.delivery_review, "_hold_to_promises", lambda *_: None)
        patch.setattr(flows.build, "hold_to_promises", lambda *_: [])
        patch.setattr(flows.withdrawal.rebuilding, "REBUILT", STEPS)
        yield


def walked(run: Run) -> Run:
    for step in STEPS:
        step(run)
    return run


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With them, run once: to be copied."""
    return walked(new_home(tmp_path_factory.mktemp("ran") / "home")).workspace.home


@pytest.fixture(scope="module")
def never(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a workspace holds that never had them."""
    run = new_home(tmp_path_factory.mktemp("never") / "home", with_them=False)
    return state_of(walked(run).workspace.home)


@pytest.fixture
def run(ran: Path, tmp_path: Path) -> Run:
    shutil.copytree(ran, tmp_path / "home")
    return open_run(Workspace(tmp_path / "home"))


def numbers_of(run: Run, *texts: str) -> list[int]:
    keys = rekey(texts, SITE, deployment_key(run.workspace, run.profiles.values()))
    return [*keys["person_id"].to_pylist(), *keys["person_fold"].to_pylist()]


def test_nothing_of_them_is_left_and_nothing_else_is_missing(run: Run, never: dict[str, object]):
    gone = [WHO, VALUE], numbers_of(run, WHO)
    assert left_behind(run.workspace.home, *gone)  # the search finds what is there
    done = withdraw(run, SITE, [WHO])
    assert (done.people, done.files_rewritten, done.copies_removed) == (1, 2, 2)
    assert left_behind(run.workspace.home, *gone) == []
    assert differences(state_of(run.workspace.home), never) == []
    walked(run)
    assert left_behind(run.workspace.home, *gone) == []
    assert differences(state_of(run.workspace.home), never) == []


class Killed(BaseException):
    """The process is gone."""


KILLS = {
    "set_tombstones": flows.withdraw,
    "write_journal": flows.withdraw,
    "put_in_place": flows.withdrawal.erasing,
    "mend_manifest": flows.withdrawal.files,
    "forget_passing": flows.withdrawal.erasing,
    "rename_versions": flows.withdrawal.erasing,
    "forget_staged": flows.withdrawal.erasing,
    "retire_models": flows.withdrawal.erasing,
    "forget_people": flows.withdrawal.erasing,
    "write_anew": flows.withdrawal.rebuilding,
    "close_journal": flows.withdrawal.rebuilding,
}
# The others are tried in the long suite.
QUICK = ("second put_in_place",)
PLACES = (*KILLS, "second put_in_place", "second mend_manifest")


@pytest.mark.parametrize(
    "place",
    [pytest.param(one, marks=() if one in QUICK else pytest.mark.long) for one in PLACES],
)
def test_killed_before_any_step_it_goes_on_where_it_stopped(
    run: Run, never: dict[str, object], place: str
):
    name = place.removeprefix("second ")
    real: Callable[..., object] = getattr(KILLS[name], name)
    calls: list[int] = []

    def killed(*args: object, **told: object) -> object:
        calls.append(1)
        if len(calls) == 1 + (name != place):
            raise Killed
        return real(*args, **told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KILLS[name], name, killed)
        with pytest.raises(Killed):
            withdraw(run, SITE, [WHO])
    if name == "set_tombstones":
        withdraw(run, SITE, [WHO])  # nobody was withdrawn yet, and nothing erased
    else:
        withdraw_again(run)
    assert left_behind(run.workspace.home, [WHO, VALUE], numbers_of(run, WHO)) == []
    assert differences(state_of(run.workspace.home), never) == []
    assert not (run.workspace.vault / "withdrawal").exists()


def test_no_run_touches_somebody_half_withdrawn(run: Run, monkeypatch: pytest.MonkeyPatch):
    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(flows.withdrawal.erasing, "put_in_place", killed)
        with pytest.raises(Killed):
            withdraw(run, SITE, [WHO])
    with pytest.raises(TriggerscapeError, match="E478"):
        ingest(run)
    vault = run.workspace.vault
    write_journal(vault, Journal(Stage.REBUILDING, SITE))
    refuse_unfinished(vault)  # tables may be made again
    with pytest.raises(TriggerscapeError, match="E478"):
        refuse_unfinished(vault, is_publishing=True)  # older estimates may rest on them
    assert WHO not in (run.workspace.vault / "withdrawal" / "journal.json").read_text()


def test_an_old_file_sent_again_brings_nobody_back(run: Run, never: dict[str, object]):
    withdraw(run, SITE, [WHO])
    files = {"diary.csv": diary(with_them=True), "person.csv": people(with_them=True)}
    send(run.workspace.home, SITE, files)
    warnings = (*ingest(run).warnings, *validate(run).warnings)
    assert any("triggerscape withdraw --again" in one for one in warnings)
    with run.open_build() as build:
        accounts = build.execute(
            "SELECT contract, rows_in, rows_accepted, rows_quarantined, rows_duplicate "
            "FROM ledger.row_account WHERE site_code = ? ORDER BY ALL",
            [SITE],
        ).fetchall()
        rules = build.execute("SELECT rule, count(*) FROM ledger.quarantine GROUP BY rule")
        assert accounts == [("diary", 24, 18, 6, 0), ("person", 4, 3, 1, 0)]
        assert rules.fetchall() == [("any.person_key.withdrawn", 7)]
    lake = left_behind(run.workspace.lake, [WHO, VALUE], numbers_of(run, WHO))
    assert lake == []
    assert left_behind(run.workspace.vault / "staged", [WHO])  # as it was sent
    done = withdraw_again(run)
    assert (done.people_before, done.files_rewritten, done.copies_removed) == (1, 2, 2)
    assert done.models_retired == 0  # nothing was made of them since
    assert left_behind(run.workspace.home, [WHO, VALUE], numbers_of(run, WHO)) == []
    assert differences(state_of(run.workspace.home), never) == []


def test_rows_taken_in_from_a_file_that_is_gone_stop_it(run: Run):
    (run.workspace.inbox / SITE / "2025-03" / "person.csv").rename(run.workspace.home / "away")
    with pytest.raises(TriggerscapeError) as raised:
        withdraw(run, SITE, [WHO])
    assert raised.value.code == "E473"
    assert "SITE/2025-03/person.csv: it was taken in and is no longer" in raised.value.where
    (run.workspace.home / "away").unlink()
    withdraw(run, SITE, [WHO], drop_files=True)
    assert left_behind(run.workspace.home, [WHO, VALUE], numbers_of(run, WHO)) == []
    with run.open_build() as build:
        left = build.execute("SELECT contract FROM ledger.file_use WHERE site_code = ?", [SITE])
        assert left.fetchall() == [("diary",)]


def test_everybody_of_a_site_withdraws(run: Run):
    everybody = [WHO, "kn-0001", "kn-0002", "kn-0003"]
    assert withdraw(run, SITE, everybody).people == 4
    home = run.workspace.home
    assert left_behind(home / "inbox" / SITE, everybody) == []
    assert left_behind(home / "lake", [WHO, VALUE], numbers_of(run, *everybody)) == []
    # People of the same keys at the other site are other people.
    assert left_behind(home / "inbox" / OTHER, ["kn-0001"])
    with run.open_build() as build:
        rows = build.execute("SELECT site_code, sum(rows_in) FROM ledger.row_account GROUP BY ALL")
        assert sorted(rows.fetchall()) == [(OTHER, 18), (SITE, 0)]


def test_kept_models_are_retired_and_say_why(run: Run):
    home = run.workspace.home
    files = {"card.json": b'{"title": "Triggers"}', "model.json": b'{"told": "fitted"}'}
    keep_version(home, "triggers", "v1", files)
    assert withdraw(run, SITE, [WHO]).models_retired == 1
    assert versions_of(home, "triggers") == []
    [card] = (home / "models").rglob("card.json")
    told = json.loads(card.read_text())
    assert told["title"] == "Triggers"
    assert told["status"] == "retired"
    assert "withdrew consent" in told["reason"]
    assert not list((home / "models").rglob("model.json"))
    keep_version(home, "triggers", "v1", files)  # the same again is no clash


def test_samples_kept_of_releases_forget_them(run: Run):
    person = numbers_of(run, WHO)[0]
    of_rows = pl.DataFrame([("r", 12, WHOLE, 0)], schema=ROWS, orient="row")
    of_people = pl.DataFrame([("r", person, 1, 1), ("r", 5, 2, 2)], schema=PEOPLE, orient="row")
    vault = run.workspace.vault
    keep_sample(vault, "2025-03", "pub.burden", Sample(("site_code",), of_rows, of_people))
    withdraw(run, SITE, [WHO])
    left = read_sample(vault, "2025-03", "pub.burden")
    assert left is not None
    assert left.people["person_id"].to_list() == [5]
    assert left.rows["withdrawn"].to_list() == [1]


def test_the_command_says_counts_and_never_a_key(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    asked = tmp_path / "asked.txt"
    asked.write_text(f"\n{WHO}\n", encoding="utf-8")
    home = str(run.workspace.home)

    def typed(*words: str) -> tuple[int, str]:
        code = int(app(["withdraw", *words, "--home", home], result_action="return_value"))
        told = capsys.readouterr()
        return code, told.out + told.err

    code, told = typed("--site", SITE, "--person", "kn-9999", "--json")
    assert (code, json.loads(told)["error"]["code"]) == (1, "E470")
    assert "kn-9999" not in told
    assert typed("--site", SITE, "--person", WHO, "--from", str(asked))[0] == 2
    code, told = typed("--site", SITE, "--from", str(asked), "--json")
    assert (code, json.loads(told)["data"]["people"]) == (0, 1)
    assert WHO not in told
    code, told = typed("--again")
    assert code == 0
    assert "0 people, 1 had withdrawn before" in told
