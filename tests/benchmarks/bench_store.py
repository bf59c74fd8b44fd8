"""What a store of objects moves: requests and bytes, on a first build and on a night of one day.

    python tests/benchmarks/bench_store.py --people 2000

Two workers with a scratch each, in this process, over a store in memory that counts: the first
build, a night with nothing new, a night of one day of everybody, and one in which every bucket has
changed its worker. The bytes of a store do not depend on where it is.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "flows"))

from big_site import cut_all, land, last_day, send
from lake_build import SPINE, choose, deliveries
from only_four import Objects, only_four

from flows import scratch_work
from flows.bucket_work import BUILD, DESIGN, SETTLE
from flows.run import open_run
from flows.scratch import SCRATCH
from flows.scratch_work import WorkInScratch, stored_lake
from triggerscape.workspace import Workspace

ADDRESS = "memory://lake"


class Weighed(dict[str, bytes]):
    """Objects by name, with the number and the bytes of those that were put and got."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: Counter[str] = Counter()

    def __setitem__(self, name: str, data: bytes) -> None:
        self._weigh("put", name, data)
        super().__setitem__(name, data)

    def __getitem__(self, name: str) -> bytes:
        data = super().__getitem__(name)
        self._weigh("got", name, data)
        return data

    def _weigh(self, how: str, name: str, data: bytes) -> None:
        what = "rows" if name.endswith(".parquet") and "/bucket=" in name else "lists"
        self.moved[f"{how} {what}"] += len(data)
        self.moved[f"{how} {what}, objects"] += 1


def main() -> None:
    """Measure four nights and print what each of them moved."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--days", type=int, default=392)
    asked.add_argument("--buckets", type=int, default=4)
    size = asked.parse_args()
    held = Weighed()
    store = only_four(Objects(held=held))
    scratch_work._store = lambda _: store  # type-checkers see a cached function
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "workspace"
        files = send(home, size.people, size.days)
        old, new = cut_all(files, last_day(home), Path(folder))
        choose(home, buckets=size.buckets, threads=1, memory_gb=1)
        with Workspace(home).settings_file.open("a", encoding="utf-8") as settings:
            settings.write(f'[scale]\nstore = "{ADDRESS}"\n')
        scratch_work.read_package = lambda workspace: (
            open_run(workspace),
            deliveries(["before", "after"]),
        )
        land(home, old, "before")
        report("first build", night(home, Path(folder), held, shift=0), home)
        report("nothing new", night(home, Path(folder), held, shift=0), home)
        land(home, new, "after")
        report("one day of everybody", night(home, Path(folder), held, shift=0), home)
        report("other workers, nothing new", night(home, Path(folder), held, shift=1), home)


def night(home: Path, folder: Path, held: Weighed, *, shift: int) -> Counter[str]:
    """Every stage of every bucket by two workers in turn; gives back what was moved."""
    held.moved.clear()
    run = open_run(Workspace(home))
    for stage in (SETTLE, BUILD, DESIGN):
        work = WorkInScratch.of(run, stage)
        for bucket in range(run.buckets):
            scratch = folder / f"worker{(bucket + shift) % 2}"
            scratch.mkdir(exist_ok=True)
            os.environ[SCRATCH] = str(scratch)
            scratch_work._read_once.cache_clear()
            work.take(bucket, work.do(bucket, 1))
        lake = stored_lake(run.workspace, ADDRESS)
        lake.make_current(lake.put(run.buckets))
    return Counter(held.moved)


def report(name: str, moved: Counter[str], home: Path) -> None:
    """Print a line of what was moved, in all and for each bucket."""
    run = open_run(Workspace(home))
    files = [file for file in run.lake.root.rglob("*.parquet") if file.is_file()]
    lake = sum(file.stat().st_size for file in files)
    print(f"{name}: lake {lake / 1e6:.1f} MB, {len(files)} files, {run.lake.rows(SPINE):,} days")  # noqa: T201
    for what in ("put rows", "got rows", "put lists", "got lists"):
        objects = moved[f"{what}, objects"] / run.buckets
        print(f"  {what}: {moved[what] / 1e6:.2f} MB, {objects:.0f} objects a bucket")  # noqa: T201


if __name__ == "__main__":
    main()
