"""A run that is asked for one site speaks of that site alone."""

from __future__ import annotations

from pathlib import Path

from flows.plain_runner import run_plainly
from flows.run import StepOutcome, open_run
from triggerscape.demo import send_cohort
from triggerscape.workspace import Workspace


def ingest_of(workspace: Workspace, *sites: str) -> StepOutcome:
    return run_plainly(open_run(workspace, only=frozenset(sites)), last="ingest").steps[0]


def test_its_files_are_counted_and_its_neighbours_not_called_strangers(tmp_path: Path):
    workspace = Workspace(tmp_path / "workspace")
    send_cohort(workspace, 24, 60, 2, 11, say=lambda _: None)
    both, one = ingest_of(workspace), ingest_of(workspace, "S01")
    assert both.sentence.endswith(" files at 2 sites")
    assert one.sentence.endswith(" files at 1 sites")
    assert 0 < one.rows_in < both.rows_in
    assert one.warnings == ()

    (workspace.sites / "S02.toml").unlink()
    (told,) = ingest_of(workspace).warnings
    assert told.startswith("site S02 is left out: inbox/S02 has files")
