"""Killed at any point of any step and run again: the same release and the same lake, byte for byte.

A run is ended by SIGKILL at a place of its work, not at a second: after a file was opened, renamed
or removed, before or after a database keeps a statement, or a moment later, inside the engine.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from killed_nights import STEPS, Nights, killed_and_ended
from killed_runs import WarmRuns, warm_runs
from left_behind import left_behind
from whole_state import BUILT, differences, whole_state
from withdrawn_clinic import SITE, WHO, new_home

from triggerscape.doctor.finding import Health
from triggerscape.doctor.rooms import workspace_findings
from triggerscape.release.history import latest_release, list_releases
from triggerscape.release.verification import verify_release
from triggerscape.status import read_status
from triggerscape.warehouse.ledger.reading import open_ledger
from triggerscape.withdrawal.people.tombstones import read_tombstones
from triggerscape.workspace import Workspace

# Kills and chains of kills of a step of a night, in one of three turns of the long test.
POINTS = {"ingest": 8, "validate": 5, "build": 5, "train": 3, "publish": 4}
# A kill is as likely right at its event as some way into what comes after it.
WAITS = (0.0, 0.0, 0.001, 0.01, 0.05, 0.2)


@pytest.fixture(scope="module")
def runs() -> Iterator[WarmRuns]:
    with warm_runs() as one:
        yield one


def assert_readers_are_safe(home: Path) -> None:
    """Every release that readers can find is whole, and both commands that look can look."""
    workspace = Workspace(home)
    for release in list_releases(workspace.releases):
        assert verify_release(release.path) == []
    if (workspace.releases / "latest.json").exists():
        assert latest_release(workspace.releases) is not None
    assert_looked_at(workspace)


def assert_looked_at(workspace: Workspace) -> None:
    if workspace.build_file.exists():
        read_status(workspace)
    broken = [one for one in workspace_findings(workspace) if one.health is Health.FIX]
    assert broken == []


def assert_every_row_is_accounted_for(home: Path) -> None:
    with open_ledger(Workspace(home)) as con:
        sums = con.execute(
            "SELECT sum(rows_in), sum(rows_accepted + rows_quarantined + rows_duplicate) "
            "FROM ledger.row_account"
        ).fetchall()
    assert sums[0][0] == sums[0][1] > 0


def half_made(home: Path) -> list[str]:
    """Files of a run that did not end: grown beside their place, or put aside in the vault."""
    passing = [*home.glob("vault/judging/**/*"), *home.glob("vault/spill/**/*")]
    grown = [path for path in home.rglob(".*") if ".partial" in path.name or ".tmp-" in path.name]
    found = [*(path for path in passing if path.is_file()), *grown]
    return sorted(path.relative_to(home).as_posix() for path in found)


# Each is a place of a step: what is done there, and how often before the run is killed.
PLACES = (
    ("ingest replace", 9),  # accepted rows of some files are in the lake, the ledger knows none
    ("ingest after COMMIT", 5),
    ("ingest unlink", 3),
    ("validate before COPY", 2),
    ("build replace", 30),  # some tables of a bucket are new
    ("build open", 1),
    ("train replace", 8),
    ("train after COMMIT", 3),
    ("publish after ATTACH", 1),  # the research copy is half written
    ("publish rename", 1),  # the release has its name, readers are not pointed to it
)


@pytest.fixture(scope="module")
def killed(runs: WarmRuns, demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's deliveries, run on one thread and killed at each of these places in turn."""
    workspace = Workspace(tmp_path_factory.mktemp("killed") / "workspace")
    workspace.create()
    for folder in ("sites", "inbox"):
        shutil.copytree(demo_home / folder, workspace.home / folder, dirs_exist_ok=True)
    settings = "[warehouse]\nthreads = 1\nmemory_gb = 1\n"
    workspace.settings_file.write_text(settings, encoding="utf-8")
    for of, at in PLACES:
        ended = runs.do(workspace.home, "run", at=at, of=of)
        assert ended.is_killed, f"{of} {at}: {ended.said}"
        assert_looked_at(workspace)
    assert_readers_are_safe(workspace.home)
    ended = runs.do(workspace.home, "run")
    assert ended.code == 0, ended.said
    return workspace.home


@pytest.mark.long
def test_killed_in_every_step_a_run_gives_the_release_of_the_run_that_was_never_killed(
    killed: Path, demo_home: Path
):
    """The demo took every core and half the memory: this run is also one on a single thread."""
    sums = [home / "releases" / "latest" / "SHA256SUMS" for home in (killed, demo_home)]
    assert sums[0].read_bytes() == sums[1].read_bytes()
    assert_every_row_is_accounted_for(killed)
    assert half_made(killed) == []


@pytest.mark.long
def test_killed_in_every_step_a_run_leaves_the_lake_and_the_ledger_of_the_other(
    killed: Path, demo_home: Path
):
    # One thread and every core: settings are no part of it.
    apart = {"triggerscape.toml", "cohort.txt"}
    assert set(differences(whole_state(killed), whole_state(demo_home))) <= apart


@pytest.fixture(scope="module")
def nights(runs: WarmRuns, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(runs, tmp_path_factory.mktemp("nights"))


@pytest.mark.long
@pytest.mark.parametrize(
    "place", [(turn, night, step) for turn in (1, 2, 3) for night in (1, 2) for step in STEPS]
)
def test_killed_at_many_points(
    runs: WarmRuns,
    nights: Nights,
    tmp_path: Path,
    place: tuple[int, int, str],
    record_property: Callable[[str, object], None],
):
    turn, night, step = place
    one = nights.walked(night, step)
    draws = random.Random(f"waits {turn} {night} {step}")
    hit = 0
    for number, event in enumerate(one.drawn(turn, POINTS[step])):
        home = Path(shutil.copytree(one.before, tmp_path / f"{number}"))
        kills = [(event, draws.choice(WAITS))]
        if number % 3 == 2:  # a chain: what comes after the first kill is killed as well
            kills += [(draws.randint(1, event), 0.0), (draws.randint(1, event), 0.0)]
        tries = killed_and_ended(runs, one, home, kills)
        told = [ended.events[-1] if ended.is_killed else ended.code for ended in tries]
        assert tries[-1].code == 0, (told, tries[-1].said)
        unlike = differences(whole_state(home), one.after)
        if step == "validate":
            # Until it is built, a bucket says that it is to be made whole, or only in part.
            assert [name for name in unlike if not name.startswith(f"{BUILT}/")] == [], told
            built = nights.walked(night, "build")
            assert runs.do(home, *built.words).code == 0, told
            unlike = differences(whole_state(home), built.after)
        assert unlike == [], told
        assert half_made(home) == [], told
        assert_readers_are_safe(home)
        hit += sum(ended.is_killed for ended in tries)
        shutil.rmtree(home)
    record_property("kills", hit)


@pytest.mark.long
def test_a_whole_run_killed_again_and_again(runs: WarmRuns, nights: Nights, tmp_path: Path):
    """From outside, at any time, until a run is let go to its end."""
    home = Path(shutil.copytree(nights.walked(1, STEPS[0]).before, tmp_path / "home"))
    draws = random.Random(7)
    for _ in range(12):
        runs.do(home, "run", seconds=draws.uniform(0.2, 12.0))
        assert_readers_are_safe(home)
    ended = runs.do(home, "run")
    assert ended.code == 0, ended.said
    assert differences(whole_state(home), nights.walked(1, STEPS[-1]).after) == []
    assert half_made(home) == []


@pytest.mark.long
@pytest.mark.parametrize("place", ["ingest replace", "build replace", "publish rename"])
def test_a_run_under_prefect_killed_and_run_again(
    runs: WarmRuns, nights: Nights, tmp_path: Path, place: str
):
    home = Path(shutil.copytree(nights.walked(1, STEPS[0]).before, tmp_path / "home"))
    assert runs.do(home, "run", "--prefect", of=place, at=1).is_killed
    assert_readers_are_safe(home)
    ended = runs.do(home, "run", "--prefect")
    assert ended.code == 0, ended.said
    assert differences(whole_state(home), nights.walked(1, STEPS[-1]).after) == []
    assert half_made(home) == []


@pytest.mark.long
def test_a_withdrawal_killed_at_many_points(runs: WarmRuns, tmp_path: Path):
    """Somebody of a small clinic leaves; whatever is killed, they are gone in the end."""
    started, asked = new_home(tmp_path / "started").workspace.home, tmp_path / "asked.txt"
    assert runs.do(started, "run", "--to", "validate").code == 0
    asked.write_text(WHO, encoding="utf-8")
    words = ("withdraw", "--site", SITE, "--from", str(asked))
    never_killed = Path(shutil.copytree(started, tmp_path / "never"))
    events = runs.do(never_killed, *words).events
    expected = whole_state(never_killed)
    draws = random.Random(11)
    for number in range(12):
        home = Path(shutil.copytree(started, tmp_path / f"{number}"))
        at = draws.randint(1, len(events))
        assert runs.do(home, *words, at=at, wait=draws.choice(WAITS)).is_killed
        assert_looked_at(Workspace(home))
        again = words if _knows_nobody(home) else ("withdraw", "--again")
        assert runs.do(home, *again).code == 0
        assert differences(whole_state(home), expected) == [], events[at - 1]
        assert half_made(home) == []
        assert left_behind(home, [WHO]) == []


def _knows_nobody(home: Path) -> bool:
    """True where the kill came before anybody was noted as withdrawn: they must be named again."""
    return read_tombstones(home / "vault") == []
