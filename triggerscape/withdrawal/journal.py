"""How far a withdrawal is, so that one that was killed goes on where it stopped. Names nobody."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from triggerscape.errors import TriggerscapeError
from triggerscape.warehouse.json_file import write_json

if TYPE_CHECKING:
    from pathlib import Path


class Stage(StrEnum):
    """What is being done; each can be done again from its beginning."""

    REPLACING = "replacing"
    ERASING = "erasing"
    REBUILDING = "rebuilding"


@dataclass(frozen=True)
class Replacement:
    """A file of the inbox and what takes its place.

    ``path`` is below the inbox and ``ready`` the name of the new content in the journal's folder;
    without one the file goes and nothing takes its place. Rows and bytes are those of the new one.
    """

    path: str
    ready: str
    old_sha256: str
    new_sha256: str
    rows: int
    size: int


@dataclass(frozen=True)
class Journal:
    """The stage of a withdrawal, its site, and the files it replaces.

    ``was_used`` says that tables or models may have been made of the people meanwhile.
    """

    stage: Stage
    site_code: str
    replacements: tuple[Replacement, ...] = ()
    was_used: bool = True


def ready_folder(vault: Path) -> Path:
    """Where new contents wait to take their place."""
    return vault / "withdrawal" / "ready"


def _file(vault: Path) -> Path:
    return vault / "withdrawal" / "journal.json"


def read_journal(vault: Path) -> Journal | None:
    """The journal of an unfinished withdrawal; None where there is none."""
    file = _file(vault)
    if not file.is_file():
        return None
    told = json.loads(file.read_text(encoding="utf-8"))
    return Journal(
        Stage(told["stage"]),
        told["site_code"],
        tuple(Replacement(**one) for one in told["replacements"]),
        told["was_used"],
    )


def write_journal(vault: Path, journal: Journal) -> None:
    """Put a journal in the place of the one before, whole and safe on the disk."""
    write_json(_file(vault), asdict(journal))


def close_journal(vault: Path) -> None:
    """Forget the withdrawal: it is done. The journal goes first, then what waited beside it."""
    _file(vault).unlink(missing_ok=True)
    shutil.rmtree(_file(vault).parent, ignore_errors=True)


def refuse_unfinished(vault: Path, *, is_publishing: bool = False) -> None:
    """TriggerscapeError where somebody is half withdrawn: nothing may be made of them meanwhile.

    Tables may be built again once all files were replaced; what is published waits for the end,
    since older estimates may rest on them.
    """
    journal = read_journal(vault)
    if journal is not None and (is_publishing or journal.stage is not Stage.REBUILDING):
        raise TriggerscapeError(
            "E478",
            "a withdrawal was interrupted; nothing runs before it is done",
            fix="triggerscape withdraw --again",
        )
