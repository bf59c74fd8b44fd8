"""The name a delivered file goes by; exports keep what was taken back in a folder deleted/."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DELETED_FOLDER = "deleted"


def sent_name(file: Path) -> str:
    """Its file name; for one in deleted/ that with ``deleted_`` before it, as no other file has."""
    is_deleted = file.parent.name == DELETED_FOLDER
    return f"{DELETED_FOLDER}_{file.name}" if is_deleted else file.name
