"""Other labels are of the next release: the one that stands is neither edited nor taken for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.plain_runner import run_plainly
from flows.run import open_run
from triggerscape.errors import TriggerscapeError
from triggerscape.release.durable import make_writable
from triggerscape.release.writers.report import typesetter
from triggerscape.workspace import Workspace


@pytest.fixture(scope="module")
def published(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the demo, its release out."""
    home = tmp_path_factory.mktemp("labels") / "workspace"
    shutil.copytree(demo_home, home)
    make_writable(home)
    return Workspace(home)


def sums(workspace: Workspace) -> str:
    return (workspace.releases / "latest" / "SHA256SUMS").read_text(encoding="utf-8")


def publish_with(workspace: Workspace, settings: str) -> str:
    """What the publish step says under these settings of releases."""
    workspace.settings_file.write_text(f"[release]\n{settings}\n", encoding="utf-8")
    (outcome,) = run_plainly(open_run(workspace), first="publish").steps
    return outcome.sentence


def test_another_title_waits_for_the_next_release(published: Workspace):
    """The run has another id, so the release of the old title is not taken for its own."""
    before = sums(published)
    assert publish_with(published, "").endswith("unchanged, already published")
    assert "already published" not in publish_with(published, 'title = "Migraine in Somewhere"')
    assert sums(published) == before
    assert len([p for p in published.releases.iterdir() if p.name[0].isdigit()]) == 1


def test_a_report_without_its_typesetter_stops_publishing_at_once(
    published: Workspace, monkeypatch: pytest.MonkeyPatch
):
    before = sums(published)
    monkeypatch.setattr(typesetter, "find_spec", lambda _: None)
    with pytest.raises(TriggerscapeError, match="no typesetter") as caught:
        publish_with(published, "pdf = true")
    assert "triggerscape[pdf]" in caught.value.fix
    assert sums(published) == before
