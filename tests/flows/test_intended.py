"""What a run would do is what it does, and telling it leaves every byte as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.intended import SiteIntent, intent, interrupted
from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.cli import app
from triggerscape.demo import send_cohort
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.workspace import Workspace

STEPS = ("ingest", "validate", "build", "train", "publish")


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two sites with four files each, taken in."""
    workspace = Workspace(tmp_path_factory.mktemp("ingested") / "workspace")
    send_cohort(workspace, 24, 60, 2, 11, say=lambda _: None)
    run_plainly(open_run(workspace), last="ingest")
    return workspace


@pytest.fixture
def workspace(ingested: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it to be changed."""
    shutil.copytree(ingested.home, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


def of_sites(workspace: Workspace) -> tuple[SiteIntent, ...]:
    return intent(open_run(workspace), None, None).sites


def bytes_of(home: Path) -> dict[str, tuple[int, int, bytes]]:
    """Rights, time of change and bytes of everything below a folder."""
    return {
        str(path.relative_to(home)): (
            path.stat().st_mode,
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in [home, *home.rglob("*")]
    }


def test_of_a_workspace_in_which_nothing_ran_every_file_is_new(tmp_path: Path):
    workspace = Workspace(tmp_path / "workspace")
    send_cohort(workspace, 24, 60, 2, 11, say=lambda _: None)
    told = intent(open_run(workspace), None, None)
    assert told.steps == STEPS
    assert told.sites == (SiteIntent("S01", 4, 0, 0, 0), SiteIntent("S02", 4, 0, 0, 0))
    assert told.release == "the first release would be published"
    assert told.interrupted == ""
    assert not workspace.build_file.exists()


def test_what_was_taken_in_is_left_alone(workspace: Workspace):
    assert of_sites(workspace) == (SiteIntent("S01", 0, 0, 4, 0), SiteIntent("S02", 0, 0, 4, 0))


def test_a_file_that_came_and_one_that_changed_are_told_apart(workspace: Workspace):
    (diary,) = (workspace.inbox / "S01").glob("*/diary.csv")
    later = workspace.inbox / "S01" / "later"
    later.mkdir()
    shutil.copy(diary, later)
    with diary.open("a", encoding="utf-8") as file:
        file.write("\n")
    assert of_sites(workspace)[0] == SiteIntent("S01", 1, 1, 3, 0)


def test_a_profile_that_changed_judges_its_sites_files_again(workspace: Workspace):
    with (workspace.sites / "S02.toml").open("a", encoding="utf-8") as profile:
        profile.write("# looked at again\n")
    assert of_sites(workspace)[1] == SiteIntent("S02", 0, 4, 0, 0)


def test_a_delivery_still_being_copied_is_on_its_way(workspace: Workspace):
    later = workspace.inbox / "S01" / "later"
    later.mkdir()
    (later / "diary.csv.part").write_text("site_code\n", encoding="utf-8")
    assert of_sites(workspace)[0].waiting == 1


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert app(["run", *words, "--json"], result_action="return_value") == Exit.OK
    said: dict[str, Any] = json.loads(capsys.readouterr().out)["data"]
    return said


def test_a_dry_run_changes_no_byte(workspace: Workspace, capsys: pytest.CaptureFixture[str]):
    before = bytes_of(workspace.home)
    said = typed(capsys, "--dry-run", "--to", "build", "--home", str(workspace.home))
    assert said["steps"] == list(STEPS[:3])
    assert said["release"] == ""
    assert bytes_of(workspace.home) == before


def test_a_dry_run_of_an_unknown_step_says_so(workspace: Workspace):
    with pytest.raises(TriggerscapeError, match="there is no step bild"):
        intent(open_run(workspace), "bild", None)


def test_after_a_run_that_ended_well_there_is_nothing_to_resume(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
):
    before = bytes_of(workspace.home)
    assert typed(capsys, "--resume", "--home", str(workspace.home)) == {"interrupted": ""}
    assert bytes_of(workspace.home) == before


@pytest.mark.parametrize(
    ("state", "message", "ending"),
    [
        ("running", None, "did not end: its process was stopped"),
        ("failed", "the disk is full", "failed: the disk is full"),
    ],
)
def test_a_run_that_did_not_end_well_is_named_and_gone_on_with(
    workspace: Workspace,
    capsys: pytest.CaptureFixture[str],
    state: str,
    message: str | None,
    ending: str,
):
    with open_run(workspace).open_build() as build:
        build.execute("UPDATE ledger.run SET state = ?, message = ?", [state, message])
    left = interrupted(open_run(workspace))
    assert left.startswith("run 1, begun 20")
    assert left.endswith(ending)
    said = typed(capsys, "--resume", "--to", "ingest", "--home", str(workspace.home))
    assert [step["step"] for step in said["steps"]] == ["ingest"]
    assert interrupted(open_run(workspace)) == ""
