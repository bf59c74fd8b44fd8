"""What lasts is told when it begins and once a week while it lasts, by the days of the data."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from flows.alerts.matters import Matter, Told, after_telling, due, read_told, write_told
from flows.orchestrated.watching import alerts_looked_for, all_silent, silent_sites, watched
from flows.plain_runner import run_plainly
from flows.run import StepOutcome, open_run
from flows.walking import RunOutcome
from triggerscape.settings import Settings
from triggerscape.workspace import Workspace

LAST = dt.date(2026, 10, 17)
DAY = dt.timedelta(days=1)
TAKEN_IN = StepOutcome("ingest", "ok", 1200, 1180, 20, "3 files at 3 sites")


def nights(matters_of: list[list[Matter]], told: Told | None = None) -> list[list[str]]:
    """What is told in each of these nights, one after the other."""
    told, said_each = told or {}, []
    for matters in matters_of:
        said = due(matters, told, 7)
        told = after_telling(matters, said, told, ["site-silent"])
        said_each.append([one.about for one in said])
    return said_each


def silent_for(days: int) -> list[Matter]:
    return silent_sites({"KN": LAST + days * DAY, "LU": LAST}, 14)


def test_a_site_that_fell_behind_is_said_to_be_silent_and_what_to_do():
    newest = {"KN": dt.date(2026, 10, 31), "LU": LAST, "ZH": dt.date(2026, 10, 18)}
    (matter,) = silent_sites(newest, 14)
    assert matter.sentence == (
        "site LU has sent no diary day after 2026-10-17, 14 days behind the newest of any site. "
        "To do: triggerscape rejects --site LU, then ask whoever sends"
    )
    assert silent_sites({}, 14) == []


def test_a_site_silent_for_forty_days_is_told_of_in_four_nights_of_twenty_seven():
    told = nights([silent_for(days) for days in range(10, 41)])
    assert [10 + night for night, said in enumerate(told) if said] == [14, 21, 28, 35]


def test_nights_without_newer_days_tell_nothing_anew():
    assert nights([silent_for(20)] * 5) == [["LU"], [], [], [], []]


def test_a_site_that_sends_again_and_stops_again_is_told_of_at_once():
    back = silent_sites({"KN": LAST + 15 * DAY, "LU": LAST + 15 * DAY}, 14)
    later = silent_sites({"KN": LAST + 29 * DAY, "LU": LAST + 15 * DAY}, 14)
    assert nights([silent_for(14), back, later]) == [["LU"], [], ["LU"]]
    # A site that sent a little and is still too far behind: something has changed.
    still = silent_sites({"KN": LAST + 16 * DAY, "LU": LAST + DAY}, 14)
    assert nights([silent_for(14), still]) == [["LU"], ["LU"]]


def test_what_one_run_did_not_look_for_is_not_forgotten():
    told: Told = {"model-drift a moved": ("", LAST), "site-silent LU": ("x", LAST)}
    assert after_telling([], [], told, ["site-silent"]) == {"model-drift a moved": ("", LAST)}


def test_all_sites_that_fall_silent_together_are_told_of_by_the_days_of_the_runs():
    assert all_silent(LAST, LAST, LAST + 13 * DAY, 14) == []
    (matter,) = all_silent(LAST, LAST, LAST + 14 * DAY, 14)
    assert (matter.about, matter.day) == ("every site", LAST + 14 * DAY)
    assert "no site has sent a diary day after 2026-10-17" in matter.sentence


@pytest.fixture(scope="module")
def ingested(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("matters") / "workspace")
    workspace.create()
    for name in ("sites", "inbox"):
        shutil.copytree(demo_home / name, getattr(workspace, name), dirs_exist_ok=True)
    run_plainly(open_run(workspace), last="ingest")
    return workspace


def test_a_run_sees_by_the_ledger_whether_any_site_is_silent(ingested: Workspace):
    sound = RunOutcome((TAKEN_IN,), None)
    found, told = watched(ingested, Settings(), sound, {})
    assert found == []
    newest, first_seen = told["newest-day"]
    # The same newest day for 20 days of runs: nobody sends any more.
    before: Told = {"newest-day": (newest, first_seen - 20 * DAY)}
    (matter,), still = watched(ingested, Settings(), sound, before)
    assert (matter.about, still) == ("every site", before)
    # A run that takes nothing in knows nothing of silence.
    assert watched(ingested, Settings(), RunOutcome((), None), before) == ([], before)


def test_of_a_training_only_what_must_be_looked_at_is_told(ingested: Workspace):
    said = ("x moved; look before you use it", "y moved; watch it")
    moved = RunOutcome((StepOutcome("train", "warning", 1, 1, 0, "28 factors", said),), None)
    found, _ = watched(ingested, Settings(), moved, {})
    assert [(one.alert, one.sentence) for one in found] == [("model-drift", said[0])]
    assert alerts_looked_for(moved) == ["model-drift"]


def test_what_was_told_is_remembered_from_run_to_run(tmp_path: Path):
    workspace = Workspace(tmp_path)
    workspace.create()
    assert read_told(workspace) == {}
    told: Told = {"site-silent LU": (LAST.isoformat(), LAST)}
    write_told(workspace, told)
    assert read_told(workspace) == told
    file = workspace.vault / "alerts" / "told.json"
    for broken in ("", "[]", '{"site-silent LU": 3}', '{"site-silent LU": ["a", "b"]}'):
        file.write_text(broken, encoding="utf-8")
        assert read_told(workspace) == {}, "then all is told again, which is better than never"
