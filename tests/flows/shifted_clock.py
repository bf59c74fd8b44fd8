"""A child process whose clock is another: set back, set forward, or changed while it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = next(iter(sorted(Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1"))), None)
needs_shifted_clock = pytest.mark.skipif(LIBRARY is None, reason="no libfaketime on this machine")


@dataclass(frozen=True)
class ShiftedClock:
    """A clock so many seconds away from the machine's; ``set_by`` moves it, in a running child too.

    What the kernel writes, such as the times of files, stays by the machine's own clock: the clock
    was set after the files came.
    """

    told: Path

    def set_by(self, seconds: int) -> None:
        """Set it to so many seconds after the machine's, or before; whole or not at all."""
        new = self.told.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n", encoding="utf-8")
        new.replace(self.told)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Python under this clock, with these words, still running."""
        return subprocess.Popen(
            [sys.executable, *words],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(self._with_sleep()), str(ROOT)]),
                "LD_PRELOAD": str(LIBRARY),
                "FAKETIME_TIMESTAMP_FILE": str(self.told),
                "FAKETIME_NO_CACHE": "1",
                # A clock that counts from the start of the machine cannot be set.
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "NO_FAKE_STAT": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _with_sleep(self) -> Path:
        """The library breaks a sleep by a clock that it leaves alone; one by select it keeps."""
        site = self.told.parent / "site"
        site.mkdir(exist_ok=True)
        (site / "sitecustomize.py").write_text(
            "import select, time\n"
            "time.sleep = lambda seconds: select.select([], [], [], seconds)\n",
            encoding="utf-8",
        )
        return site

    def run(self, *words: str) -> str:
        """Our command under this clock; what it said. AssertionError where it did not end well."""
        child = self.start("-m", "triggerscape", *words)
        said, _ = child.communicate(timeout=600)
        assert child.returncode == 0, said
        return said
