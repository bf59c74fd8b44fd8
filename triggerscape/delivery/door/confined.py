"""Files are opened in a process of their own, with limits on memory, processor and time."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from triggerscape.delivery.door.plain_copy import PlainCopy, TextShape
from triggerscape.delivery.privacy.deployment_key import VARIABLE
from triggerscape.delivery.refusals import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from triggerscape.delivery.door.opening import Job

_WORKER = "triggerscape.delivery.door.worker"
# Address space, of which libraries reserve far more than they use.
MEMORY_LIMIT = 4 << 30
# An honest file is read many times faster than this, unpacked ones included.
_SECONDS_FOR_ANY_FILE = 60
_BYTES_A_SECOND = 2_000_000
# No thread for every core: several libraries reserve memory for each.
_SURROUNDINGS = {"OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "2", "PYTHONDONTWRITEBYTECODE": "1"}


class _EndedFromOutside(FileRefused):
    """Somebody killed the reading process: a machine short of memory, not the file."""


class ConfinedReader:
    """Opens files in a process that may die. Start it with ``confined_reader``."""

    def __init__(self, memory_limit: int) -> None:
        self._memory_limit = memory_limit
        self._process: subprocess.Popen[bytes] | None = None

    def copy(self, job: Job) -> PlainCopy:
        """The plain copy of a staged file.

        FileRefused for what the file is, and file.crashed or file.too_slow where its reading
        killed the process or had to be ended. OSError where the fault is the machine's: no room
        for the copy, say.
        """
        seconds = _SECONDS_FOR_ANY_FILE + job.source.stat().st_size // _BYTES_A_SECOND
        question = asdict(job) | {"source": str(job.source), "target": str(job.target)}
        asked = json.dumps(question | {"seconds": seconds})
        try:
            answer = self._ask(asked, seconds * 2)
        except _EndedFromOutside:
            # A run that went on without this file would give another release than the next one.
            answer = self._ask(asked, seconds * 2)
        if "fault" in answer:
            raise OSError(answer["fault"], os.strerror(answer["fault"]), str(job.target))
        if "rule" in answer:
            raise FileRefused(answer["rule"], answer["sentence"], answer["rows"])
        shape = TextShape(
            headers=tuple(answer["headers"]),
            rows=answer["rows"],
            misshapen=tuple(answer["misshapen"]),
            repeated=answer["repeated"],
            is_padded=answer["is_padded"],
        )
        return PlainCopy(job.target, answer["form"], answer["delimiter"], shape)

    def _ask(self, question: str, seconds: int) -> dict[str, Any]:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process was started without pipes")
        try:
            process.stdin.write(question.encode() + b"\n")
            process.stdin.flush()
            if not _has_answer(process.stdout, seconds):
                self.close()
                raise FileRefused("file.too_slow", "the file took far too long to read")
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            # Its own limits end it by other signals.
            is_from_outside = process.wait() == -signal.SIGKILL
            self.close()
            kind = _EndedFromOutside if is_from_outside else FileRefused
            raise kind("file.crashed", "the file broke the process that read it")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _WORKER, str(self._memory_limit)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**_without_key(os.environ), **_SURROUNDINGS},
            )
        return self._process

    def close(self) -> None:
        """End the process, at once."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _without_key(variables: Mapping[str, str]) -> dict[str, str]:
    """What a process that opens strangers' files may know: not the deployment's key."""
    return {name: value for name, value in variables.items() if name != VARIABLE}


def _has_answer(pipe: IO[bytes], seconds: int) -> bool:
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        return bool(waiting.select(timeout=seconds))


@contextmanager
def confined_reader(memory_limit: int = MEMORY_LIMIT) -> Iterator[ConfinedReader]:
    """A reader for as many files as come; its process ends with the block."""
    reader = ConfinedReader(memory_limit)
    try:
        yield reader
    finally:
        reader.close()
