"""A run that something ends: the failure is the first argument, the workspace the second; more
are given to the run.

Started as a process of its own, as a person would start a run. What fails quotes every canary, as
the message of a library may quote a value.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from canaries import CANARIES

from expectations import judging_files
from expectations.review import batch
from flows import site_files
from triggerscape.cli import app
from triggerscape.delivery.door.confined import ConfinedReader

QUOTED = " ".join(canary.text for canary in CANARIES)
# A mapping that casts what a site wrote: the engine's message quotes the first text it cannot cast.
BAD_MAPPING = "SELECT source_row, CAST(pain_max AS DOUBLE) AS pain_max FROM landed"


def _raise(*_: object, **__: object) -> Any:
    raise ValueError(QUOTED)


def _child_is_killed() -> object:
    ask = ConfinedReader._ask

    def killed(reader: ConfinedReader, question: str, seconds: int) -> dict[str, Any]:
        os.kill(reader._running().pid, signal.SIGKILL)
        return ask(reader, question, seconds)

    return patch.object(ConfinedReader, "_ask", killed)


def _judging_crashes() -> object:
    return patch.object(judging_files, "judged_sql", _raise)


def _expectations_crash() -> object:
    return patch.object(batch, "judge_batch", _raise)


def _disk_is_full() -> object:
    judge = site_files.judge_file

    def without_room(*given: Any, **named: Any) -> object:
        # No file grows beyond this from now on: every write says that there is no room.
        resource.setrlimit(resource.RLIMIT_FSIZE, (256, 256))
        return judge(*given, **named)

    return patch.object(site_files, "judge_file", without_room)


def _mapping_is_bad() -> object:
    folder = Path(sys.argv[2]).parent / "sql"
    (folder / "sources" / "own").mkdir(parents=True, exist_ok=True)
    (folder / "sources" / "own" / "bad.sql").write_text(BAD_MAPPING, encoding="utf-8")
    return patch.object(judging_files, "sql_folder", lambda: folder)


def _all_is_killed() -> object:
    def killed(*_: object, **__: object) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""

    return patch.object(judging_files, "judged_sql", killed)


FAILURES: dict[str, Callable[[], Any]] = {
    "child": _child_is_killed,
    "judging": _judging_crashes,
    "expectations": _expectations_crash,
    "disk": _disk_is_full,
    "mapping": _mapping_is_bad,
    "all": _all_is_killed,
}

if __name__ == "__main__":
    with FAILURES[sys.argv[1]]():
        sys.exit(
            app(["run", "--to", "validate", "--home", *sys.argv[2:]], result_action="return_value")
        )
