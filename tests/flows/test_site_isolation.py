"""A fault of ours with one site's files leaves every other site's where they are: taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from expectations.judging_files import judge_file
from flows import site_files
from flows.plain_runner import run_plainly
from flows.run import open_run
from flows.walking import RunOutcome
from triggerscape.demo import send_cohort
from triggerscape.errors import TriggerscapeError
from triggerscape.status import read_status
from triggerscape.workspace import Workspace

QUOTED = "Ottilie Featherstonhaugh"


@pytest.fixture
def clinics(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "clinics")
    send_cohort(workspace, 12, 56, 2, 11, say=lambda _: None)
    return workspace


def run(clinics: Workspace) -> RunOutcome:
    return run_plainly(open_run(clinics), last="validate")


def rows_of(clinics: Workspace) -> dict[str, int]:
    return {one.site_code: one.rows_accepted for one in read_status(clinics).sites}


def fails(error: Exception) -> Any:
    def judge(bench: Any, arrival: Any, **more: Any) -> Any:
        if arrival.delivery.site_code == "S01" and arrival.use.contract == "diary":
            raise error
        return judge_file(bench, arrival, **more)

    return judge


def test_the_other_site_is_taken_in_and_the_next_run_takes_in_the_rest(
    clinics: Workspace, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(site_files, "judge_file", fails(ValueError(QUOTED)))
        outcome = run(clinics)
    said = [one for one in outcome.warnings if "not taken in to its end" in one]
    assert len(said) == 1
    assert said[0].startswith(
        "site S01 is not taken in to its end, other sites are: something went wrong that should "
        "not: ValueError [E900], test_site_isolation.py, line "
    )
    assert QUOTED not in " ".join(outcome.warnings)
    broken = rows_of(clinics)
    run(clinics)
    whole = rows_of(clinics)
    assert broken["S02"] == whole["S02"] > 0
    assert broken.get("S01", 0) < whole["S01"]


def test_a_fault_of_the_machine_stops_the_run(clinics: Workspace, monkeypatch: pytest.MonkeyPatch):
    full = OSError(28, "No space left on device")
    monkeypatch.setattr(site_files, "judge_file", fails(full))
    with pytest.raises(TriggerscapeError, match="disk"):
        run(clinics)
