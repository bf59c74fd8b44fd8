"""The runbook of an alert, which goes with its mail: an installed package has no docs beside it."""

from __future__ import annotations

from pathlib import Path

_FLOWS = Path(__file__).resolve().parents[1]


def runbook(alert: str) -> str:
    """The text of docs/runbooks/<alert>.md; FileNotFoundError where there is none."""
    return (_folder() / f"{alert}.md").read_text(encoding="utf-8")


def _folder() -> Path:
    """Inside the package in an install, beside it in a checkout."""
    installed = _FLOWS / "_runbooks"
    return installed if installed.is_dir() else _FLOWS.parent / "docs" / "runbooks"
