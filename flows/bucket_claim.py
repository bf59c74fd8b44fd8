"""A claim on a bucket: two workers never write the same files, whoever sent them."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from triggerscape.workspace import Workspace


@contextmanager
def claimed(workspace: Workspace, bucket: int) -> Iterator[None]:
    """Hold a bucket of a workspace, waiting until nobody else does.

    A worker that was given up for lost may still be writing, after its run ended or while another
    does its work again; the file system lets go of a claim when its holder lets go or dies.
    """
    with held(claims(workspace) / f"{bucket:05d}"):
        yield


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold an empty file, waiting until no other thread or process does."""
    with file.open("w", encoding="utf-8") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def claims(workspace: Workspace) -> Path:
    """The private folder of claims, one empty file a bucket; made when it is not there."""
    folder = workspace.vault / "claims"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
