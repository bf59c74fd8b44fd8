"""Logs in which somebody who withdrew may stand: a file may have been named after a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.run_log.writing import logs_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LEAST_SIGNS = 4


def forget_logs(folder: Path, texts: Iterable[str]) -> int:
    """Remove every log that holds one of these texts, capitals or not; gives back how many.

    Texts of three signs and fewer stand in every log.
    """
    sought = [text.strip().lower() for text in texts if len(text.strip()) >= _LEAST_SIGNS]
    removed = 0
    for path in logs_in(folder):
        told = path.read_text(encoding="utf-8", errors="replace").lower()
        if any(text in told for text in sought):
            path.unlink()
            removed += 1
    return removed
