"""A limit on how long a run may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from triggerscape.errors import TriggerscapeError


@contextmanager
def at_most(hours: float) -> Iterator[None]:
    """Stop what runs inside after so many hours; without effect outside the main thread.

    Raises:
        TriggerscapeError: the time is over. The next run goes on where this one stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TriggerscapeError(
            "E191",
            f"the run was stopped after {hours:g} hour{'' if hours == 1 else 's'}",
            fix="see which step it was in, then raise schedule.hours or run it by hand",
        )

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, hours * 3600)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
