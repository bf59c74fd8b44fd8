"""Workers who see no file of the run, only a store of objects, leave the bytes of one machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cluster_of_processes import ROOT, Cluster, started_cluster
from store_server import CREDENTIALS, StoreServer, started_store
from two_ways import BUCKETS, bytes_left, ended, fresh, until

from flows.scratch import SCRATCH

pytest.importorskip("prefect_dask", reason="the extra [scale] is not installed")
pytestmark = pytest.mark.long


# To Dask these are two machines.
HOSTS = {"worker0": "127.0.0.1", "worker1": "127.0.0.2"}


@dataclass
class Apart:
    """A cluster and a store; each worker has a scratch of its own and sees no workspace."""

    cluster: Cluster
    server: StoreServer
    unseen: Path
    scratches: list[Path] = field(default_factory=list)

    @property
    def looked(self) -> Path:
        """Where workers note that they tried to see the workspace."""
        return self.cluster.folder / "looked"

    def start_worker(self, name: str) -> None:
        """Start a worker as on a machine of its own; it has no settings but the store's."""
        scratch = self.cluster.folder / f"scratch-{name}"
        scratch.mkdir(exist_ok=True)
        self.scratches.append(scratch)
        blind = ROOT / "tests" / "flows" / "blind"
        paths = [str(blind), self.cluster.environment["PYTHONPATH"]]
        told = {
            "PYTHONPATH": os.pathsep.join(paths),
            "TRIGGERSCAPE_TEST_UNSEEN": str(self.unseen),
            "TRIGGERSCAPE_TEST_LOOKED": str(self.looked),
            SCRATCH: str(scratch),
        }
        self.cluster.start_worker(name, HOSTS[name], **told)

    def buckets_of(self, scratch: Path) -> set[str]:
        """The buckets of which a worker has built tables."""
        return {file.name for file in scratch.glob("*/lake/features.*/bucket=*") if file.is_dir()}


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    folder = tmp_path_factory.mktemp("apart")
    unseen = tmp_path_factory.mktemp("unseen")
    with pytest.MonkeyPatch.context() as patch, started_store(folder) as server:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        with started_cluster(folder, workers=0) as cluster:
            one = Apart(cluster, server, unseen)
            one.start_worker("worker0")
            one.start_worker("worker1")
            yield one


@pytest.fixture(scope="module")
def on_threads(apart: Apart, demo_home: Path) -> dict[str, str]:
    home = fresh(demo_home, apart.unseen / "threads", "threads")
    ended(apart.cluster.run(home))
    return bytes_left(home)


def test_workers_who_see_no_workspace_leave_the_bytes_that_threads_leave(
    apart: Apart, on_threads: dict[str, str], demo_home: Path
) -> None:
    runner, store = f"dask:{apart.cluster.address}", apart.server.address("apart")
    home = fresh(demo_home, apart.unseen / "apart", runner, store)
    ended(apart.cluster.run(home))
    assert bytes_left(home) == on_threads
    assert not apart.looked.exists(), apart.looked.read_text(encoding="utf-8")
    had = [apart.buckets_of(scratch) for scratch in apart.scratches]
    assert len(set().union(*had)) == BUCKETS
    assert all(had), "both have worked"
    for scratch in apart.scratches:
        open_to_others = [p for p in scratch.rglob("*") if p.is_file() and p.stat().st_mode & 0o077]
        assert [p for p in open_to_others if p.suffix == ".parquet"] == []


def test_a_second_run_builds_nothing_and_puts_nothing(apart: Apart, on_threads: dict[str, str]):
    home = apart.unseen / "apart"
    before = len(apart.server.asked())
    said = ended(apart.cluster.run(home))
    assert "0 of " in said
    put = [path for method, path in apart.server.asked()[before:] if method == "PUT"]
    assert [path for path in put if "/package/" not in path] == []
    assert bytes_left(home) == on_threads


def test_a_worker_killed_in_its_first_task_changes_nothing(
    apart: Apart, on_threads: dict[str, str], demo_home: Path
) -> None:
    runner, store = f"dask:{apart.cluster.address}", apart.server.address("killed-worker")
    home = fresh(demo_home, apart.unseen / "killed-worker", runner, store)
    running = apart.cluster.run(home)
    started = len(list(apart.scratches[0].iterdir()))
    until(lambda: len(list(apart.scratches[0].iterdir())) > started, running)
    apart.cluster.kill("worker0")
    ended(running)
    assert bytes_left(home) == on_threads
    apart.start_worker("worker0")


def test_a_run_that_is_killed_is_taken_up_by_the_next_one(
    apart: Apart, on_threads: dict[str, str], demo_home: Path
) -> None:
    runner, store = f"dask:{apart.cluster.address}", apart.server.address("killed-run")
    home = fresh(demo_home, apart.unseen / "killed-run", runner, store)
    running = apart.cluster.run(home)
    until(lambda: any((home / "lake").glob("features.*/bucket=*")), running)
    running.kill()
    running.communicate()
    ended(apart.cluster.run(home))
    assert bytes_left(home) == on_threads
