"""A process that has everything loaded and does each command it is asked for in a copy of itself.

Loading takes longer than what is killed. One JSON question a line, one JSON answer a line.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from counted_work import PLAN, Work, watch, watch_databases

from flows import steps
from triggerscape.cli import app

# What a run imports only where it is needed.
_LOADED_LATER = (
    *("expectations.gate", "expectations.release_suite", "expectations.review.batch"),
    *("flows.plain_runner", "flows.withdraw"),
)
# PR_SET_PDEATHSIG: a test that is stopped leaves no run behind.
_DIE_WITH_PARENT = 1
_TASKS = Path("/proc/self/task")
_OWN = Path("/proc/self/comm").read_text().strip()
_IDLE = ("jemalloc", "polars-ooc")


def main() -> None:
    """Answer questions until there are no more."""
    for name in _LOADED_LATER:
        import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        _refuse_threads()
        child = os.fork()
        if not child:
            _do(asked)
        sys.stdout.write(json.dumps({"ended": _ended(child, asked["seconds"])}) + "\n")
        sys.stdout.flush()


def _refuse_threads() -> None:
    """A copy of a process with threads may wait for ever for a lock that nobody holds.

    The threads that libraries start when they are loaded, to give memory back, hold none.
    """
    there = {task.joinpath("comm").read_text().strip() for task in _TASKS.iterdir()}
    others = {name for name in there if not name.startswith(_IDLE)} - {_OWN}
    if others:
        raise SystemExit(f"a library that was loaded has started threads: {others}")


def _ended(child: int, seconds: float | None) -> int:
    """How the copy ended, killed from outside after so many seconds: as subprocess tells it."""
    began = time.monotonic()
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if seconds is not None and time.monotonic() - began > seconds:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


def _do(asked: dict[str, Any]) -> None:
    """Do one command; never returns."""
    code = 70
    try:
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        os.setsid()
        said = os.open(asked["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(said, 1)
        os.dup2(said, 2)
        plan = asked["plan"] | {"run": os.getpid()}
        os.environ[PLAN] = json.dumps(plan)
        work = Work(**plan)
        watch(work)
        watch_databases(work)
        steps.STEPS = tuple((name, _marked(work, name, step)) for name, step in steps.STEPS)
        code = int(app([*asked["words"]], result_action="return_value"))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _marked(work: Work, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(step)
    def marked(*given: Any) -> Any:
        work.step = name
        return step(*given)

    return marked


if __name__ == "__main__":
    main()
