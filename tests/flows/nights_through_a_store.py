"""Nights of a small lake by way of a store, with a builder plain enough to know the answer.

Whatever arrived in a bucket is written again as letters by block, one file for each; a state tells
which files it was made of, as the real builder's does, and only what is new is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from only_four import Objects, only_four

from flows import scratch_work
from flows.bucket_work import BUILD
from flows.run import Run, open_run
from flows.scratch import SCRATCH
from flows.scratch_work import WorkInScratch
from triggerscape.warehouse.build.step import Built
from triggerscape.warehouse.json_file import write_json
from triggerscape.warehouse.lake import Lake
from triggerscape.warehouse.store.inventory import bucket_part
from triggerscape.warehouse.store.object_store import ObjectStore
from triggerscape.workspace import Workspace

BUCKETS = 2


def blocks_of(files: Iterable[Path]) -> dict[str, str]:
    """What the table must hold: for each block, the letters that arrived, in order."""
    letters = "".join(file.read_text(encoding="utf-8") for file in files)
    return {block: "".join(sorted(letters.replace("\n", ""))) + block for block in set(letters)}


def build(run: Run, stage: str, bucket: int, *_: object, **__: object) -> list[Built]:
    """Build a bucket from what arrived: all of it, or what is new to a known state."""
    lake, part = run.lake, bucket_part(bucket)
    state = lake.root / ".built" / f"{part}.json"
    folder = lake.root / "features.letters" / part
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = blocks_of(lake.accepted_files("diary", bucket))
    known = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {}
    if known == wanted and state.exists():
        return [Built("features.letters", bucket, was_built=False)]
    state.unlink(missing_ok=True)
    for file in folder.glob("from=*.parquet"):
        if file.stem.removeprefix("from=") not in wanted:
            file.unlink()
    for block, text in wanted.items():
        if known.get(block) != text:  # a state that tells of other files would leave them wrong
            (folder / f"from={block}.parquet").write_text(text, encoding="utf-8")
    write_json(state, wanted)
    return [Built("features.letters", bucket, was_built=True)]


@dataclass
class Nights:
    """A workspace, a store that can only do four things, and workers that share nothing else."""

    workspace: Workspace
    scratches: Path
    patch: pytest.MonkeyPatch
    objects: Objects = field(default_factory=Objects)

    @classmethod
    def begin(cls, folder: Path, patch: pytest.MonkeyPatch) -> Nights:
        """A workspace in which nothing has arrived."""
        workspace = Workspace(folder / "workspace")
        workspace.create()
        one = cls(workspace, folder / "scratches", patch)
        one.choose(BUCKETS)
        one.scratches.mkdir()
        patch.setattr(scratch_work, "work_on", build)
        patch.setattr(scratch_work, "_store", lambda _: one.store)
        return one

    @property
    def store(self) -> ObjectStore:
        """The store, as the run and every worker reach it."""
        return only_four(self.objects)

    @property
    def buckets(self) -> int:
        """How many buckets there are now."""
        return open_run(self.workspace).buckets

    @property
    def lake(self) -> Lake:
        """The lake in the workspace."""
        return Lake(self.workspace.lake)

    def choose(self, buckets: int) -> None:
        """Set the number of buckets; a smaller one drops the others, as a run does."""
        self.workspace.settings_file.write_text(
            f'[warehouse]\nbuckets = {buckets}\n[scale]\nstore = "memory://lake"\n',
            encoding="utf-8",
        )
        self.lake.drop_buckets_from(buckets)

    def arrive(self, bucket: int, use: str, letters: str) -> None:
        """Let rows arrive; a use that is there already is replaced, one without letters goes."""
        folder = self.lake.root / "accepted.diary" / bucket_part(bucket)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if letters:
            (folder / f"{use}.parquet").write_text(letters, encoding="utf-8")
        else:
            (folder / f"{use}.parquet").unlink(missing_ok=True)

    def send(self) -> WorkInScratch:
        """Put what is new, and give what is sent to workers."""
        return WorkInScratch.of(open_run(self.workspace), BUILD)

    def work(self, work: WorkInScratch, worker: str, bucket: int) -> tuple[list[Built], str]:
        """Let a worker do a bucket in a scratch of its own; it remembers nothing else."""
        scratch = self.scratches / worker
        scratch.mkdir(exist_ok=True)
        self.patch.setenv(SCRATCH, str(scratch))
        scratch_work._read_once.cache_clear()
        scratch_work._snapshot.cache_clear()
        return work.do(bucket, 1)

    def keep(self) -> None:
        """Put what was taken and let readers find it."""
        lake = scratch_work.stored_lake(self.workspace, "memory://lake")
        lake.make_current(lake.put(self.buckets))

    def night(self, worker: str) -> list[Built]:
        """A whole night with one worker."""
        work = self.send()
        found = [self.work(work, worker, bucket) for bucket in range(self.buckets)]
        built = [work.take(bucket, done) for bucket, done in enumerate(found)]
        self.keep()
        return [one for part in built for one in part]

    def is_right(self) -> bool:
        """True where every block of the lake holds what arrived, and there is no other."""
        return all(
            {
                file.stem.removeprefix("from="): file.read_text(encoding="utf-8")
                for file in self.lake.bucket_files("features.letters", bucket)
            }
            == blocks_of(self.lake.accepted_files("diary", bucket))
            for bucket in range(self.buckets)
        )


def times_and_bytes(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a lake with its time of change and its bytes."""
    return {
        Path(folder, name).relative_to(root).as_posix(): (
            Path(folder, name).stat().st_mtime_ns,
            Path(folder, name).read_bytes(),
        )
        for folder, _, names in os.walk(root)
        for name in names
        if not name.startswith(".")
    }
