"""A run that is killed while it publishes breaks nothing, and the next run makes it good."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from fixture_tables import INFO, few_tables

import triggerscape.release.folder as folder_module
from triggerscape.release import pointer as pointer_module
from triggerscape.release.folder import end_killed, write_release
from triggerscape.release.history import latest_release, list_releases
from triggerscape.release.verification import verify_release

TABLES = few_tables()
CHILD = Path(__file__).with_name("publish_once.py")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def start(releases: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(releases), "second"], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    return child


def assert_readers_are_safe(releases: Path) -> None:
    """Whatever a reader can find is whole."""
    for release in list_releases(releases):
        assert verify_release(release.path) == []
    latest = latest_release(releases)
    assert latest is not None
    if (releases / "latest").exists():
        assert verify_release(releases / "latest") == []


def assert_next_run_makes_it_good(releases: Path, expected: dict[str, bytes]) -> None:
    path = write_release(TABLES, replace(INFO, run_id="second"), releases)
    assert path.name == "2026-06-28.2"
    assert contents(path) == expected
    assert latest_release(releases).path == path
    assert is_frozen(path)
    assert contents(releases / "latest") == expected
    names = {p.name for p in releases.iterdir()}
    assert names == {".lock", "2026-06-28.1", "2026-06-28.2", "latest", "latest.json"}


def is_frozen(path: Path) -> bool:
    """True where nobody may write into a release, whoever its owner is."""
    return not any(one.stat().st_mode & 0o222 for one in (path, *path.rglob("*")))


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A folder with one release."""
    releases = tmp_path_factory.mktemp("first")
    write_release(TABLES, replace(INFO, run_id="first"), releases)
    return releases


@pytest.fixture(scope="module")
def undisturbed(first, tmp_path_factory) -> tuple[dict[str, bytes], float]:
    """The second release's bytes when nobody kills the run, and how long publishing takes."""
    releases = tmp_path_factory.mktemp("undisturbed")
    shutil.copytree(first, releases, dirs_exist_ok=True)
    child = start(releases)
    began = time.monotonic()
    assert child.wait(timeout=120) == 0
    return contents(releases / "2026-06-28.2"), time.monotonic() - began


@pytest.fixture
def releases(first, tmp_path) -> Path:
    """A copy of the folder with one release, to be disturbed."""
    return Path(shutil.copytree(first, tmp_path / "releases"))


def kill_at(releases: Path, seconds: float) -> None:
    child = start(releases)
    time.sleep(seconds)
    child.kill()
    child.wait(timeout=60)


@pytest.mark.long
@pytest.mark.parametrize("share", np.random.default_rng(2).uniform(0, 1, 60).round(4))
def test_killed_at_many_random_moments(releases, undisturbed, share):
    expected, duration = undisturbed
    kill_at(releases, share * duration)
    assert_readers_are_safe(releases)
    assert_next_run_makes_it_good(releases, expected)


STEPS = [
    (folder_module, "write_duckdb"),
    (folder_module, "write_checksums"),
    (folder_module, "verify_release"),
    (folder_module, "sync_tree"),
    (folder_module, "announce"),
    (folder_module, "freeze"),
    (pointer_module, "point_to"),
    (pointer_module, "replace_file"),
    (pointer_module, "_renew_copy"),
    (pointer_module, "make_writable"),
]


class Killed(BaseException):
    """Stands for a process that ends here: no handler of the package catches it."""


# The others are tried in the long suite; whole runs are killed in tests/flows.
QUICK = [("write_checksums", "after"), ("announce", "after"), ("_renew_copy", "before")]
PLACES = [
    pytest.param(module, name, moment, marks=() if (name, moment) in QUICK else pytest.mark.long)
    for module, name in STEPS
    for moment in ("before", "after")
]


@pytest.mark.parametrize(("module", "name", "moment"), PLACES)
def test_stopped_around_every_step(releases, undisturbed, module, name, moment):
    real = getattr(module, name)

    def stop(*args: object) -> None:
        if moment == "after":
            real(*args)
        raise Killed

    with patch.object(module, name, stop), pytest.raises(Killed):
        write_release(TABLES, replace(INFO, run_id="second"), releases)
    assert_readers_are_safe(releases)
    assert_next_run_makes_it_good(releases, undisturbed[0])


@pytest.mark.long
def test_a_release_that_only_lacks_its_pointer_gets_it_though_nothing_is_due(releases, tmp_path):
    stop = patch.object(pointer_module, "point_to", side_effect=Killed)
    with stop, pytest.raises(Killed):
        write_release(TABLES, replace(INFO, run_id="second"), releases)
    assert latest_release(releases).release_id == "2026-06-28.1"
    (tmp_path / "vault").mkdir()
    end_killed(releases, tmp_path / "vault")
    assert latest_release(releases).release_id == "2026-06-28.2"
    assert verify_release(releases / "latest") == []
    assert is_frozen(releases / "2026-06-28.2")
