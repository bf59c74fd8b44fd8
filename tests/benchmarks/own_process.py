"""What a piece of work costs in a process of its own: result, seconds, and the most memory held."""

from __future__ import annotations

import multiprocessing
import os
import queue
import resource
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Cost:
    """Wall and processor seconds; the most memory of the process and its children together, GB."""

    result: Any
    wall: float
    processor: float
    memory: float

    def __str__(self) -> str:
        """The figures in columns."""
        times = f"{self.wall:8.1f} s wall {self.processor:8.1f} s processor"
        return f"{times} {self.memory:6.2f} GB"


def cost_of(work: Callable[..., Any], *arguments: object) -> Cost:
    """Run a module's function in a fresh process and wait for it; SystemExit when it fails."""
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[Cost] = context.Queue()
    process = context.Process(target=_work, args=(work, arguments, results))
    process.start()
    while True:
        try:
            cost = results.get(timeout=1)
        except queue.Empty:
            if not process.is_alive():
                raise SystemExit(f"{work.__name__} failed") from None
        else:
            process.join()
            return cost


def _work(
    work: Callable[..., Any], arguments: tuple[object, ...], results: multiprocessing.Queue[Cost]
) -> None:
    peak = [_resident(os.getpid())]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(peak, done))
    watcher.start()
    # Importing is what every process does once; it is no part of the work.
    began, used = time.perf_counter(), _processor()
    result = work(*arguments)
    wall, processor = time.perf_counter() - began, _processor() - used
    done.set()
    watcher.join()
    results.put(Cost(result, wall, processor, peak[0]))


def _processor() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _watch(peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.05):
        peak[0] = max(peak[0], _resident(os.getpid()))


def _resident(process: int) -> float:
    """Memory of a process and its children at this moment, in GB."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except (OSError, IndexError):
        return 0.0
    own = pages * resource.getpagesize() / 1e9
    return own + sum(_resident(int(child)) for child in children.split())
