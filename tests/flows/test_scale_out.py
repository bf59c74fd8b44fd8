"""A run on a Dask cluster leaves the same bytes as threads on one machine, come what may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from cluster_of_processes import Cluster, started_cluster
from two_ways import BUCKETS, bytes_left, ended, fresh, until

from triggerscape.workspace import Workspace

pytest.importorskip("prefect_dask", reason="the extra [scale] is not installed")
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with started_cluster(tmp_path_factory.mktemp("cluster")) as one:
        yield one


@pytest.fixture(scope="module")
def on_threads(
    cluster: Cluster, demo_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The bytes that threads leave of the demo's deliveries."""
    home = fresh(demo_home, tmp_path_factory.mktemp("threads") / "workspace", "threads")
    ended(cluster.run(home))
    return bytes_left(home)


def people_sent(home: Path) -> list[str]:
    """The person keys of the deliveries, as sites send them, and ours as they lie in the lake."""
    file = sorted((home / "inbox").rglob("person*.csv"))[0]
    sent = pl.read_csv(file, infer_schema=False, separator=separator_of(file))["person_key"]
    ours = pl.read_parquet(home / "lake" / "features.diary_spine" / "**" / "*.parquet")["person_id"]
    return [str(key) for key in (*sent.unique(), *ours.unique()) if len(str(key)) >= 6]


def separator_of(file: Path) -> str:
    return ";" if ";" in file.read_text(encoding="utf-8").splitlines()[0] else ","


def test_a_cluster_leaves_the_bytes_that_threads_leave(
    cluster: Cluster, on_threads: dict[str, str], demo_home: Path, tmp_path: Path
) -> None:
    home = fresh(demo_home, tmp_path / "workspace", f"dask:{cluster.address}")
    ended(cluster.run(home))
    assert bytes_left(home) == on_threads
    for bucket in range(BUCKETS):
        assert any(f"bucket={bucket:05d}" in name for name in on_threads)


def test_what_a_cluster_says_and_keeps_names_no_person(
    cluster: Cluster, demo_home: Path, tmp_path: Path
) -> None:
    home = fresh(demo_home, tmp_path / "workspace", f"dask:{cluster.address}")
    ended(cluster.run(home))
    said = "".join(cluster.log(name) for name in cluster.running)
    kept = b"".join(path.read_bytes() for path in (cluster.folder / "prefect").glob("prefect.db*"))
    assert b"bucket 7" in kept
    people = people_sent(home)
    assert len(people) > 100
    assert [one for one in people if one in said or one.encode() in kept] == []


def test_a_worker_killed_in_its_first_task_changes_nothing(
    cluster: Cluster, on_threads: dict[str, str], demo_home: Path, tmp_path: Path
) -> None:
    home = fresh(demo_home, tmp_path / "workspace", f"dask:{cluster.address}")
    running = cluster.run(home)
    until(lambda: claimed_buckets(home) == 2, running)
    cluster.kill("worker0")
    ended(running)
    assert bytes_left(home) == on_threads
    assert "Remove worker" in cluster.log("scheduler")
    cluster.start_worker("worker0")


def test_a_run_that_is_killed_is_taken_up_beside_workers_that_know_nothing_of_it(
    cluster: Cluster, on_threads: dict[str, str], demo_home: Path, tmp_path: Path
) -> None:
    home = fresh(demo_home, tmp_path / "workspace", f"dask:{cluster.address}")
    running = cluster.run(home)
    until(lambda: claimed_buckets(home) == 2, running)
    running.kill()
    running.communicate()
    ended(cluster.run(home))
    assert bytes_left(home) == on_threads


def claimed_buckets(home: Path) -> int:
    return len(list((Workspace(home).vault / "claims").glob("0*")))
