"""Letters that could not be sent, kept in the workspace until they can be."""

from __future__ import annotations

import fcntl
import json
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from flows.alerts.letter import SUBJECTS, Letter
from triggerscape.warehouse.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triggerscape.workspace import Workspace


@contextmanager
def only_sender(workspace: Workspace) -> Iterator[None]:
    """Two runs that end at once must not both send what waits; OSError in a read-only folder."""
    with (alerts_folder(workspace) / "lock").open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def waiting(workspace: Workspace) -> list[Letter]:
    """Letters that could not be sent so far, oldest first; what is no letter is left where it is.

    OSError where the workspace cannot be read.
    """
    files = sorted((alerts_folder(workspace) / "waiting").glob("*.json"))
    return [letter for letter in map(_letter, files) if letter]


def keep(workspace: Workspace, letter: Letter) -> None:
    """Keep a letter until it is sent; keeping it again changes nothing. OSError on a full disk."""
    file = _file(workspace, letter)
    half = file.with_suffix(".half")
    half.write_text(json.dumps(asdict(letter), ensure_ascii=False), encoding="utf-8")
    half.replace(file)


def forget(workspace: Workspace, letter: Letter) -> None:
    """It has been sent. OSError where it cannot be removed."""
    _file(workspace, letter).unlink(missing_ok=True)


def is_first(workspace: Workspace, name: str) -> bool:
    """True for whoever asks first under this name, and for nobody after.

    A server that is short of time raises the same alert again and again. True as well in a
    workspace that cannot be written: told twice is better than never.
    """
    try:
        folder = alerts_folder(workspace) / "raised"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / fingerprint(name)).touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError:
        return True
    return True


def alerts_folder(workspace: Workspace) -> Path:
    """Where a workspace keeps what it has told and what it could not tell; made if need be."""
    folder = workspace.vault / "alerts"
    (folder / "waiting").mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _file(workspace: Workspace, letter: Letter) -> Path:
    moment = letter.written.replace(":", "")
    return alerts_folder(workspace) / "waiting" / f"{moment} {letter.digest}.json"


def _letter(file: Path) -> Letter | None:
    try:
        letter = Letter(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return None
    return letter if letter.alert in SUBJECTS else None
