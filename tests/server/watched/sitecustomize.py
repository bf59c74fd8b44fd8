"""Refuse every connection of this Python process that would leave the machine, and note it.

Python imports this module by itself at start when its folder is on PYTHONPATH. One line is noted
for each process watched, so that a watch that never was can be told from one that saw nothing.

Where TRIGGERSCAPE_TEST_FAILS names a step and a way, that step fails so: it ``quotes``, by an error
of a library, every canary of tests/deliveries; it ``dies`` with its process; it finds its store
``away``; is ``refused`` by the disclosure gate; ends well and says that inputs have ``moved``;
or it ``hangs``, in a process where an hour's limit is over in three seconds.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import signal
import socket
import sys
import time
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

_CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_HERE = {"localhost", "0.0.0.0", "::1", "::", "", None, socket.gethostname()}


def _note(line: str) -> None:
    with Path(os.environ["TRIGGERSCAPE_TEST_ATTEMPTS"]).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def _is_here(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name in _HERE or str(name).startswith("127.")


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in _CONNECTS and arguments[0].family in {socket.AF_INET, socket.AF_INET6}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    else:
        return
    if not _is_here(host):
        _note(f"attempt {event} {host} by {' '.join(sys.orig_argv[:6])}")
        raise ConnectionRefusedError(f"no way out in this test: {host}")


class _FailingSteps(importlib.abc.MetaPathFinder):
    """Replaces the list of steps as soon as it is imported, and never again."""

    def __init__(self, step: str, way: str) -> None:
        self.step, self.way = step, way
        if way == "hangs":
            limit = signal.setitimer
            signal.setitimer = lambda which, hours, *_: limit(which, hours * 3 / 3600)

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != "flows.steps":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        execute = spec.loader.exec_module

        def execute_and_break(module: ModuleType) -> None:
            execute(module)
            sound = module.step_named
            module.step_named = lambda step: self._fail if step == self.step else sound(step)

        spec.loader.exec_module = execute_and_break
        return spec

    def _fail(self, _: object) -> Any:
        if self.way == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.way == "away":
            from triggerscape.errors import TriggerscapeError

            raise TriggerscapeError("E181", "the store does not answer")
        if self.way == "refused":
            from triggerscape.errors import DisclosureRefused

            raise DisclosureRefused("E411", "one attack succeeded", fix="see the runbook")
        if self.way == "moved":
            from flows.run import StepOutcome
            from models.drift.drift_rows import LOOK_FIRST

            said = (
                f"trigger: the newest window is no longer like what it was made from; {LOOK_FIRST}"
            )
            return StepOutcome(self.step, "warning", 1, 1, 0, "1 factor", (said,))
        if self.way == "hangs":
            time.sleep(600)
        raise ValueError(_quoted())


def _quoted() -> str:
    """Every canary. By import: what a run finds in its environment the server keeps, for ever."""
    sys.path.append(str(Path(__file__).resolve().parents[2] / "deliveries"))
    from canaries import CANARIES
    from canary_places import SITES_OWN

    return " ".join([*(canary.text for canary in CANARIES), SITES_OWN])


sys.addaudithook(_watch)
_note(f"watching {' '.join(sys.orig_argv[1:6])}")
if "TRIGGERSCAPE_TEST_FAILS" in os.environ:
    sys.meta_path.insert(0, _FailingSteps(*os.environ["TRIGGERSCAPE_TEST_FAILS"].split()))
