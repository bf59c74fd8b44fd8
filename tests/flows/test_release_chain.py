"""Nights of one study through the real gate: a batch, a wait, a batch held to the first."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.disclosure.chain.ledger import read
from triggerscape.release.examined.again import attack_again, broken_since
from triggerscape.release.history import list_releases
from triggerscape.workspace import Workspace

_DAY = re.compile(rb"20\d\d-\d\d-\d\d")
FIRST, BETWEEN, LAST = "2026-09-20", "2026-09-24", "2026-10-31"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study as its sites would have sent it at the end."""
    home = tmp_path_factory.mktemp("study") / "sent"
    size = ["--people", "90", "--days", "130", "--sites", "3", "--seed", "7"]
    command = [sys.executable, "-m", "triggerscape", "cohort", *size, "--quiet"]
    subprocess.run([*command, "--home", str(home)], check=True, timeout=120)
    return home


@pytest.fixture(scope="module")
def after_first(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace after the first night, with one release: read it, never write it."""
    workspace = Workspace(tmp_path_factory.mktemp("first") / "workspace")
    workspace.create()
    shutil.copytree(sent / "sites", workspace.sites, dirs_exist_ok=True)
    deliver(sent, workspace, FIRST)
    run_plainly(open_run(workspace))
    return workspace.home


@pytest.fixture
def study(after_first: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(after_first, tmp_path / "workspace")))


def deliver(sent: Path, study: Workspace, until: str) -> None:
    """What the sites would have sent on a day: rows without a later date, and all people."""
    for file in sorted((sent / "inbox").rglob("*.csv")):
        site = file.relative_to(sent / "inbox").parts[0]
        copy = study.inbox / site / f"{site}-{until}" / file.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        head, *rows = file.read_bytes().splitlines(keepends=True)
        last = until.encode()
        known = [r for r in rows if max(_DAY.findall(r), default=b"") <= last]
        copy.write_bytes(b"".join([head, *(rows if file.name == "person.csv" else known)]))
        os.utime(copy, (1.7e9, 1.7e9))


def frames_of(release: Path) -> dict[str, pl.DataFrame]:
    return {path.stem: pl.read_parquet(path) for path in (release / "parquet").glob("*.parquet")}


def test_a_second_batch_is_held_to_the_first_and_nothing_follows_from_both(
    sent: Path, study: Workspace
):
    deliver(sent, study, BETWEEN)
    waiting = run_plainly(open_run(study), first="ingest", last="publish")
    assert "closes when diaries reach" in waiting.steps[-1].sentence
    deliver(sent, study, LAST)
    run_plainly(open_run(study))
    first, second = list_releases(study.releases)
    assert first.closed_through < second.closed_through

    old, new = (frames_of(one.path)["burden_site_window"] for one in (first, second))
    windows = old.filter(window_kind="calendar").drop("release_id")
    assert windows.height > 0
    kept = new.drop("release_id").join(windows, on=windows.columns, how="semi", nulls_equal=True)
    assert kept.height == windows.height, "rows of closed windows are frozen"
    assert new.filter(window_kind="calendar").height > windows.height

    record = json.loads((second.path / "disclosure.json").read_text(encoding="utf-8"))
    assert record["attacks"]["A4"]["tried"] > 0
    assert all(one["succeeded"] == 0 for one in record["attacks"].values())
    assert [line.entry.release_id for line in read(study.vault)] == [
        first.release_id,
        second.release_id,
    ]
    assert broken_since(study.releases, study.vault) == []
    assert attack_again(second.path, study.releases, study.vault).is_safe


def test_a_restatement_says_why_and_passes_the_same_gate(study: Workspace):
    run_plainly(open_run(study, restate="a site corrected its scale"))
    first, second = list_releases(study.releases)
    assert second.restated == "a site corrected its scale"
    assert second.closed_through == first.closed_through
    for name, frame in frames_of(second.path).items():
        if "status" in frame.columns and name not in {"release_change", "model_drift"}:
            old = frames_of(first.path)[name].drop("release_id")
            assert frame.drop("release_id").equals(old), f"nobody changed in {name}"
