"""Refuse every connection of this Python process and its children to a network, and note it.

Python imports this module by itself at start when its folder is on PYTHONPATH.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any

_WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}
_NETWORK = {socket.AF_INET, socket.AF_INET6}


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _WATCHED:
        return
    first = arguments[0]
    if isinstance(first, socket.socket) and first.family not in _NETWORK:
        return
    with Path(os.environ["TRIGGERSCAPE_TEST_ATTEMPTS"]).open("a", encoding="utf-8") as file:
        file.write(f"{event} {arguments}\n")
    raise ConnectionRefusedError(f"no network in this test: {event}")


sys.addaudithook(_refuse)
