"""Errors a person can meet: what happened, where, and the next command to type."""

from __future__ import annotations

import traceback
from enum import IntEnum
from pathlib import Path
from typing import Any


class Exit(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    FAILED = 1
    USAGE = 2
    CHECKS_FAILED = 3
    DISCLOSURE_REFUSED = 4
    WARNINGS = 5
    BUG = 70
    INTERRUPTED = 130
    UNREAD = 141  # whoever read our output has gone, as a shell tells it of any program


class TriggerscapeError(Exception):
    """An error with a stable code. Never holds a value of a person's row."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        where: str = "",
        fix: str = "",
        exit_code: int = Exit.FAILED,
    ) -> None:
        super().__init__(f"[{code}] {message}")
        self.code = code
        self.message = message
        self.where = where
        self.fix = fix
        self.exit_code = int(exit_code)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel from a worker's process to the one that asked, every field with it."""
        return _without_fields, (type(self), *self.args), self.__dict__


def _without_fields(kind: type[TriggerscapeError], *args: str) -> TriggerscapeError:
    return kind.__new__(kind, *args)


class DisclosureRefused(TriggerscapeError):
    """Something was about to leave that must not."""

    def __init__(self, code: str, message: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(code, message, where=where, fix=fix, exit_code=Exit.DISCLOSURE_REFUSED)


class ContractBroken(TriggerscapeError):
    """A table does not have the columns or types its contract declares: a fault of ours."""

    def __init__(self, code: str, message: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(code, message, where=where, fix=fix, exit_code=Exit.BUG)


class SettingsError(TriggerscapeError):
    """A settings file or a site profile cannot be used as it stands."""


class WorkspaceBusy(TriggerscapeError):
    """Another run is writing this workspace."""


def unforeseen(error: Exception) -> TriggerscapeError:
    """A fault of ours as a person may see it: its kind and place, never its text.

    The text of a library's error may quote a value of somebody's row.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return TriggerscapeError(
        "E900",
        f"something went wrong that should not: {type(error).__name__}",
        where=place,
        fix="report it with this place; TRIGGERSCAPE_DEBUG=1 shows all, values of rows included",
        exit_code=Exit.BUG,
    )
