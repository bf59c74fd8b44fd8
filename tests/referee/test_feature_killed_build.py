"""A build killed at any moment leaves whole files, and the next build makes the same bytes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pyarrow.parquet as pq
import pytest
from feature_deliveries import first_delivery, later_deliveries
from feature_lake import accept, build_features, built_files, workspace

from flows.run import Run, open_run
from triggerscape.warehouse import lake as lake_module
from triggerscape.workspace import Workspace

CHILD = Path(__file__).with_name("feature_build_once.py")
FIRST = first_delivery(people=12)
LATER = later_deliveries(FIRST)
BUCKETS = 2


@pytest.fixture(scope="module")
def half_way(tmp_path_factory) -> Path:
    """Built once; later deliveries wait, so that a build replaces files and makes new ones."""
    run = workspace(tmp_path_factory.mktemp("half") / "home", buckets=BUCKETS)
    accept(run, FIRST)
    build_features(run)
    run.lake.bucket_files("features.onset_day", 1)[0].unlink()
    for delivery in LATER:
        accept(run, delivery)
    return run.workspace.home


def copy_of(half_way: Path, folder: Path) -> Run:
    return open_run(Workspace(shutil.copytree(half_way, folder / "copy")))


def start(run: Run) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(run.workspace.home)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "building\n"
    return child


@pytest.fixture(scope="module")
def undisturbed(half_way, tmp_path_factory) -> tuple[dict[str, bytes], float]:
    """The bytes of a build that nobody kills, and how long a child takes for it."""
    run = copy_of(half_way, tmp_path_factory.mktemp("undisturbed"))
    child = start(run)
    began = time.monotonic()
    assert child.wait(timeout=120) == 0
    return built_files(run.lake), time.monotonic() - began


def assert_whole(run: Run) -> None:
    """Every file under its own name can be read to its end."""
    for path in run.lake.root.rglob("*.parquet"):
        pq.ParquetFile(path).read()


def kill_and_build_again(run: Run, seconds: float, expected: dict[str, bytes]) -> None:
    child = start(run)
    time.sleep(seconds)
    child.kill()
    child.wait(timeout=60)
    assert_whole(run)
    build_features(run)
    assert built_files(run.lake) == expected


@pytest.mark.parametrize("share", np.random.default_rng(1).uniform(0, 1, 4).round(3))
def test_killed_at_a_random_moment(half_way, tmp_path, undisturbed, share):
    expected, duration = undisturbed
    kill_and_build_again(copy_of(half_way, tmp_path), share * duration, expected)


@pytest.mark.long
@pytest.mark.parametrize("share", np.random.default_rng(2).uniform(0, 1, 40).round(4))
def test_killed_at_many_random_moments(half_way, tmp_path, undisturbed, share):
    expected, duration = undisturbed
    kill_and_build_again(copy_of(half_way, tmp_path), share * duration, expected)


class Killed(BaseException):
    """Stands for a process that ends here: no handler of the package catches it."""


@pytest.mark.parametrize("file_number", [0, 5, 11])
def test_stopped_between_a_half_file_and_its_place(half_way, tmp_path, undisturbed, file_number):
    run = copy_of(half_way, tmp_path)
    real, seen = Path.replace, []

    def stop(self: Path, target: Path) -> Path:
        seen.append(target)
        if len(seen) > file_number:
            raise Killed
        return real(self, target)

    with patch.object(lake_module.Path, "replace", stop), pytest.raises(Killed):
        build_features(run)
    assert lake_module.partial_of(seen[-1]).exists()
    assert_whole(run)
    build_features(run)
    assert built_files(run.lake) == undisturbed[0]


def test_a_half_file_goes_even_when_its_table_is_up_to_date(half_way, tmp_path):
    run = copy_of(half_way, tmp_path)
    build_features(run)
    before = built_files(run.lake)
    lake_module.partial_of(run.lake.bucket_files("features.bleeding", 0)[0]).write_bytes(b"half")
    build_features(run)
    assert built_files(run.lake) == before
