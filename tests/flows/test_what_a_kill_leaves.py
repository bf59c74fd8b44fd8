"""What a killed run left is no trouble when the inputs are others by then, or nothing is due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import duckdb
import pytest
from whole_state import differences, whole_state
from withdrawn_clinic import SITE, diary, new_home, people, send

import flows.delivery_review
import flows.ingest
from flows.plain_runner import run_plainly
from flows.run import Run
from triggerscape.delivery.door.confined import ConfinedReader, confined_reader
from triggerscape.delivery.privacy.deployment_key import make_key
from triggerscape.warehouse.ledger import ledger
from triggerscape.warehouse.research import write_research
from triggerscape.workspace import Workspace


class Killed(BaseException):
    """Stands for a process that ends here: no handler of the package catches it."""


def stop(*_: object, **__: object) -> None:
    raise Killed


@pytest.fixture(scope="module")
def reader() -> Iterator[ConfinedReader]:
    with confined_reader() as one:
        yield one


@pytest.fixture
def run(reader: ConfinedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Two clinics whose deliveries were taken in once; one process reads all files, no gates."""
    monkeypatch.setattr(flows.ingest, "confined_reader", lambda: nullcontext(reader))
    monkeypatch.setattr(flows.delivery_review, "_hold_to_promises", lambda *_: None)
    one = new_home(tmp_path / "home")
    run_plainly(one, last="ingest")
    return one


def send_diary(run: Run, *, month: int) -> None:
    files = {"diary.csv": diary(with_them=True, month=month), "person.csv": people(with_them=True)}
    send(run.workspace.home, SITE, files)


def test_a_correction_half_taken_in_and_taken_back_leaves_the_rows_of_before(
    run: Run, monkeypatch: pytest.MonkeyPatch
):
    before = whole_state(run.workspace.home)
    send_diary(run, month=4)
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "record_use", stop)
        with pytest.raises(Killed):
            run_plainly(run, last="ingest")
    send_diary(run, month=3)
    run_plainly(run, last="ingest")
    # Of the correction its bytes and its place among the versions of the file are kept.
    kept = ("vault/staged", "build.duckdb ledger.file_version")
    assert [
        name
        for name in differences(whole_state(run.workspace.home), before)
        if not name.startswith(kept)
    ] == []


def test_rows_a_killed_run_put_aside_go_with_the_next_run_whatever_it_does(run: Run):
    vault = run.workspace.vault
    for place in ("judging/judged.parquet", "spill/block.tmp", "staged/.partial"):
        (vault / place).parent.mkdir(exist_ok=True)
        (vault / place).write_bytes(b"rows")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.steps.STEPS", (("validate", _nothing),))
        run_plainly(run)
    files = [path for path in vault.rglob("*") if path.is_file()]
    assert [path for path in files if path.read_bytes() == b"rows"] == []


def _nothing(_: Run) -> object:
    from flows.run import StepOutcome

    return StepOutcome("validate", "ok", 0, 0, 0, "nothing to do")


@pytest.mark.parametrize("moment", ["write", "fsync", "link"])
def test_no_deployment_key_is_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
):
    workspace = Workspace(tmp_path / "home")
    workspace.create()
    places: dict[str, str] = {
        "write": "secrets.token_hex",
        "fsync": "os.fsync",
        "link": "os.link",
    }
    with monkeypatch.context() as patch:
        patch.setattr(places[moment], stop)
        with pytest.raises(Killed):
            make_key(workspace)
    assert not workspace.key_file.exists()
    make_key(workspace)
    assert len(bytes.fromhex(workspace.key_file.read_text(encoding="ascii"))) == 32
    assert [path.name for path in workspace.vault.iterdir()] == ["deployment.key"]


def test_half_a_research_copy_goes_though_the_whole_one_is_up_to_date(tmp_path: Path):
    target = tmp_path / "research.duckdb"
    with duckdb.connect() as con:
        assert write_research(con, [], target, digest="one")
        for name in (".research.duckdb.partial", ".research.duckdb.partial.wal"):
            (tmp_path / name).write_bytes(b"rows")
        assert not write_research(con, [], target, digest="one")
    assert [path.name for path in tmp_path.iterdir()] == ["research.duckdb"]
