"""Writing in a thread of its own, one piece behind: the next is made ready meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO


class WriteBehind:
    """A file written in order, of which the newest piece may still be on its way."""

    def __init__(self, file: BinaryIO, thread: ThreadPoolExecutor) -> None:
        self._file, self._thread = file, thread
        self._last: Future[int] | None = None

    def write(self, piece: bytes | memoryview) -> None:
        """Write a piece when the one before is written; what failed then is raised now."""
        self.wait()
        self._last = self._thread.submit(self._file.write, piece)

    def write_made(self, make: Callable[[], bytes | memoryview]) -> None:
        """The same of a piece that is made in the thread as well."""
        self.wait()
        self._last = self._thread.submit(lambda: self._file.write(make()))

    def wait(self) -> None:
        """Return when everything is written."""
        if self._last is not None:
            self._last.result()


@contextmanager
def write_behind(target: Path) -> Iterator[WriteBehind]:
    """A new file, whole and closed when the block ends."""
    with target.open("wb") as file, ThreadPoolExecutor(max_workers=1) as thread:
        copy = WriteBehind(file, thread)
        yield copy
        copy.wait()
