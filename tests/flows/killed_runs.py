"""Commands that are killed at an event of their work, and what a workspace is afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLING = Path(__file__).with_name("killing")
RECORD = 160
NEVER = 0


@dataclass(frozen=True)
class Ended:
    """How a command ended: ``code`` is -9 where it was killed; ``events`` are those it lived to."""

    code: int
    events: tuple[str, ...]
    said: str

    @property
    def is_killed(self) -> bool:
        """True where it did not end by itself."""
        return self.code == -9


class WarmRuns:
    """Does commands in copies of one process that has everything loaded."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder

    def do(
        self,
        home: Path,
        *words: str,
        at: int = NEVER,
        of: str = "",
        wait: float = 0.0,
        seconds: float | None = None,
    ) -> Ended:
        """A command on a workspace, killed ``wait`` seconds after its event number ``at``.

        ``of`` counts only the events that begin so: a step, and what is done in it. ``seconds``
        kills it from outside after that time.
        """
        events, said = self._folder / "events", self._folder / "said"
        events.unlink(missing_ok=True)
        asked = {
            "words": [*words, "--quiet", "--home", str(home)],
            "said": str(said),
            "seconds": seconds,
            "plan": {"home": str(home), "events": str(events), "at": at, "of": of, "wait": wait},
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        noted = events.read_bytes() if events.exists() else b""
        found = (noted[place : place + RECORD] for place in range(0, len(noted), RECORD))
        lines = tuple(one.decode(errors="replace").strip() for one in found)
        return Ended(answer["ended"], lines, said.read_text(encoding="utf-8", errors="replace"))


@contextmanager
def warm_runs() -> Iterator[WarmRuns]:
    """The loaded process; it ends with the block."""
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, str(KILLING / "warm_runs.py")],
            env={**os.environ, **one_thread, "PYTHONPATH": f"{KILLING}{os.pathsep}{ROOT}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield WarmRuns(process, Path(folder))
        finally:
            process.kill()
            process.communicate()
