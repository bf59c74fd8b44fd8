"""A server lost while a run was at work: the run goes on, and waits with its ending for the server.

No step needs the server. Only the end of a run does: told to nobody, it would be shown as running
until the server calls it crashed, although all of it is done.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
from prefect.settings import PREFECT_API_URL

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_HOURS = 12.0
LOOK_AGAIN_SECONDS = 10.0
_ANSWER_SECONDS = 5.0


def wait_for_server(
    say: Callable[[str], None],
    wait_hours: float = WAIT_HOURS,
    look_again_seconds: float = LOOK_AGAIN_SECONDS,
) -> bool:
    """Wait until the server answers; false where it has not after so many hours.

    Without a wait where it answers, or where a run brought a server of its own.
    """
    if server_answers():
        return True
    say(f"the server does not answer; waiting to tell it the end, {wait_hours:g} hours at most")
    last = time.monotonic() + wait_hours * 3600
    while time.monotonic() < last:
        time.sleep(look_again_seconds)
        if server_answers():
            return True
    return False


def server_answers() -> bool:
    """Whether the server that is configured answers; true where none is."""
    address = PREFECT_API_URL.value()
    if not address:
        return True
    try:
        return httpx.get(f"{address}/health", timeout=_ANSWER_SECONDS).is_success
    except httpx.HTTPError:
        return False
