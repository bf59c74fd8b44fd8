"""Matters that last: told when they begin and again after some days, not every night anew."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.alerts.outbox import alerts_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from triggerscape.workspace import Workspace

Told = dict[str, tuple[str, dt.date]]
"""For each matter what it looked like when it was last told, and on which day."""


@dataclass(frozen=True)
class Matter:
    """Something that lasts. ``fact`` is what it looks like: once that changes it is another matter.

    ``day`` is the day by which its age is counted: of the data where they go on, so that the same
    deliveries give the same letters.
    """

    alert: str
    about: str
    fact: str
    day: dt.date
    sentence: str

    @property
    def name(self) -> str:
        """What it is remembered by."""
        return f"{self.alert} {self.about}"


def due(matters: Iterable[Matter], told: Told, repeat_days: int) -> list[Matter]:
    """Those never told of, told when they looked otherwise, or told so many days ago."""
    return [one for one in matters if not _is_told(one, told, repeat_days)]


def after_telling(
    matters: Sequence[Matter], said: Sequence[Matter], told: Told, looked_at: Iterable[str]
) -> Told:
    """What to remember once ``said`` is told; what has ended is forgotten.

    ``looked_at`` names the alerts this run looked for: of others nothing is known to have ended.
    """
    alerts, lasting = set(looked_at), {one.name for one in matters}
    kept = {
        name: fact
        for name, fact in told.items()
        if name in lasting or name.partition(" ")[0] not in alerts
    }
    return kept | {one.name: (one.fact, one.day) for one in said}


def read_told(workspace: Workspace) -> Told:
    """What a workspace remembers; nothing where it cannot be read, and then all is told again."""
    try:
        kept = json.loads(_file(workspace).read_text(encoding="utf-8"))
        return {name: (fact, dt.date.fromisoformat(day)) for name, (fact, day) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_told(workspace: Workspace, told: Told) -> None:
    """Remember it. OSError on a full disk or in a read-only folder."""
    kept = {name: (fact, day.isoformat()) for name, (fact, day) in sorted(told.items())}
    half = _file(workspace).with_suffix(".half")
    half.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    half.replace(_file(workspace))


def _is_told(matter: Matter, told: Told, repeat_days: int) -> bool:
    fact, day = told.get(matter.name, ("", dt.date.min))
    return fact == matter.fact and (matter.day - day).days < repeat_days


def _file(workspace: Workspace) -> Path:
    return alerts_folder(workspace) / "told.json"
