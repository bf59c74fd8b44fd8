"""The machine's clock is wrong, or set while a run is at work: no result, no order hangs on it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import shutil
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prefect.server.schemas.schedules import CronSchedule
from shifted_clock import ShiftedClock, needs_shifted_clock

from flows.intended import interrupted
from flows.plain_runner import run_plainly
from flows.run import only_writer, open_run
from triggerscape.demo import send_cohort
from triggerscape.release.history import latest_release, list_releases
from triggerscape.status import read_status
from triggerscape.workspace import Workspace

HOUR, DAY = 3600, 86400
YEAR = 365 * DAY
ZURICH = ZoneInfo("Europe/Zurich")


@pytest.fixture
def clock(tmp_path: Path) -> ShiftedClock:
    """A clock that can be set; right at first."""
    one = ShiftedClock(tmp_path / "clock")
    one.set_by(0)
    return one


@pytest.mark.parametrize("change", [dt.date(2027, 3, 28), dt.date(2026, 10, 25)])
def test_every_night_has_one_run_when_summer_time_begins_and_ends(change: dt.date) -> None:
    """02:30 by the clocks of Zürich: not there one night of the year, and there twice in another.

    As the server plans it, from whichever minute it starts to plan.
    """
    planned = CronSchedule(cron="30 2 * * *", timezone="Europe/Zurich")
    begin = dt.datetime.combine(change - dt.timedelta(days=2), dt.time(0), ZURICH)
    hours = (begin.astimezone(dt.UTC) + dt.timedelta(minutes=15 * n) for n in range(4 * 72))
    starts = {
        start
        for hour in hours
        for start in asyncio.run(planned.get_dates(2, start=hour.astimezone(ZURICH)))
    }
    nights = sorted(start.astimezone(ZURICH).date() for start in starts)
    assert nights == [begin.date() + dt.timedelta(days=n) for n in range(len(starts))]
    assert len(nights) >= 4


def _small(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "small")
    send_cohort(workspace, 24, 60, 2, 11, say=lambda _: None)
    return workspace


@needs_shifted_clock
def test_a_run_after_the_clock_was_set_back_a_year_is_the_newest_and_takes_nothing_in_again(
    tmp_path: Path, clock: ShiftedClock
) -> None:
    workspace = _small(tmp_path)
    took_in = run_plainly(open_run(workspace), last="ingest").steps[0]
    before = read_status(workspace)
    clock.set_by(-YEAR)
    said = json.loads(clock.run("run", "--to", "ingest", "--json", "--home", str(workspace.home)))
    after = read_status(workspace)
    assert before.last_run is not None
    assert after.last_run is not None
    assert after.last_run.started_at < before.last_run.started_at - dt.timedelta(days=360)
    assert (before.last_run.number, after.last_run.number) == (1, 2)
    assert after.last_run.state == "completed"
    assert interrupted(open_run(workspace)) == ""
    assert after.sites == before.sites
    (nothing_new,) = said["data"]["steps"]
    assert nothing_new["rows_in"] == took_in.rows_in > 0


_WAITS_AND_WORKS = """
import sys, time
from pathlib import Path
from flows.run import only_writer
from flows.time_limit import at_most
from triggerscape.workspace import Workspace

def say(words):
    print(words, int(time.time()), flush=True)

with only_writer(Workspace(Path(sys.argv[1])), 1.0, say), at_most(1.0):
    say("its turn")
    time.sleep(2)
    say("done")
"""


@needs_shifted_clock
def test_no_wait_and_no_limit_of_an_hour_is_over_when_the_clock_jumps_a_year(
    tmp_path: Path, clock: ShiftedClock
) -> None:
    """A year on while it waits for its turn, and two years back while it works."""
    home = Workspace(tmp_path)
    with only_writer(home):
        child = clock.start("-c", _WAITS_AND_WORKS, str(home.home))
        assert child.stdout is not None
        waits = child.stdout.readline()
        clock.set_by(YEAR)
        time.sleep(1)
        assert child.poll() is None
    its_turn = child.stdout.readline()
    clock.set_by(-YEAR)
    done, _ = child.communicate(timeout=60)
    assert "waiting for it to end, 1 hours at most" in waits
    assert child.returncode == 0
    assert its_turn.startswith("its turn")
    assert done.startswith("done")
    told = [int(line.split()[-1]) for line in (waits, its_turn, done)]
    assert told[1] - told[0] >= YEAR
    assert told[2] - told[1] <= -2 * YEAR + HOUR


@pytest.mark.long
@needs_shifted_clock
@pytest.mark.parametrize("jump", [-YEAR, -DAY, -HOUR, HOUR, DAY, YEAR])
def test_a_clock_set_while_a_run_is_at_work_changes_no_byte_and_no_order_of_releases(
    demo_home: Path, tmp_path: Path, clock: ShiftedClock, jump: int
) -> None:
    """Set in the middle of every step of one run, and before the next, which restates."""
    right, shifted = (_sent(demo_home, tmp_path / name) for name in ("right", "shifted"))
    for reason in ("", "a second time"):
        run_plainly(open_run(right, restate=reason))
        child = clock.start("-m", "triggerscape", "run", *_again(reason), str(shifted.home))
        assert child.stdout is not None
        said = []
        for turn, line in enumerate(child.stdout):  # a line a step, as it ends
            said.append(line)
            clock.set_by(jump * (turn % 2))
        assert child.wait() == 0, "".join(said)
    assert _all_checksums(shifted) == _all_checksums(right)
    assert len(_all_checksums(right)) == 2
    newest = latest_release(shifted.releases)
    assert newest == list_releases(shifted.releases)[-1]
    assert newest is not None
    assert newest.number == 2
    last = read_status(shifted).last_run
    assert last is not None
    assert (last.number, last.state, last.release_id) == (2, "completed", newest.release_id)


def _again(reason: str) -> list[str]:
    return (["--restate", reason] if reason else []) + ["--home"]


def _sent(demo_home: Path, home: Path) -> Workspace:
    workspace = Workspace(home)
    workspace.create()
    shutil.copytree(demo_home / "sites", workspace.sites, dirs_exist_ok=True)
    shutil.copytree(demo_home / "inbox", workspace.inbox, dirs_exist_ok=True)
    return workspace


def _all_checksums(workspace: Workspace) -> dict[str, str]:
    return {
        one.release_id: (one.path / "SHA256SUMS").read_text(encoding="utf-8")
        for one in list_releases(workspace.releases)
    }
