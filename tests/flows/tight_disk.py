"""A disk of a few megabytes, in memory: to be filled, made larger, or made read-only."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

MB = 1_000_000
# Root passes over the rights of files; a child that may not is like any other user.
AS_ANY_USER = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@dataclass
class TightDisk:
    """A disk that is mounted at a folder."""

    place: Path

    def grow(self, size: int) -> None:
        """Give it so many bytes in all."""
        _mount("-o", f"remount,size={size}", str(self.place))

    def write_protect(self) -> None:
        """Let nobody write to it any more."""
        _mount("-o", "remount,ro", str(self.place))

    def allow_writing(self) -> None:
        """Let everybody write to it again."""
        _mount("-o", "remount,rw", str(self.place))


@contextmanager
def tight_disk(place: Path, size: int, *, entries: int = 0) -> Iterator[TightDisk]:
    """A disk of so many bytes, and of so many files if told; skips where nobody may mount one."""
    place.mkdir(parents=True, exist_ok=True)
    options = f"size={size},mode=700" + (f",nr_inodes={entries}" if entries else "")
    try:
        _mount("-t", "tmpfs", "-o", options, "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to mount a disk in memory")
    try:
        yield TightDisk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True, timeout=20)
