"""Which file a path means: a workspace, a release folder, or the file itself."""

from __future__ import annotations

import json
from pathlib import Path

from triggerscape.workspace import Workspace, find_workspace

RELEASE_FILE = "triggerscape.duckdb"


def release_file(path: str | Path | None) -> Path:
    """The DuckDB file of a release; of the newest one where ``path`` is a workspace or None."""
    if path is None:
        return newest_release(find_workspace())
    place = Path(path).expanduser().resolve()
    if (place / RELEASE_FILE).is_file():
        return place / RELEASE_FILE
    return newest_release(Workspace(place)) if (place / "releases").is_dir() else place


def research_file(path: str | Path | None) -> Path:
    """The person-level copy; that of the workspace where ``path`` is a workspace or None."""
    if path is None:
        return find_workspace().research_file
    place = Path(path).expanduser().resolve()
    return Workspace(place).research_file if place.is_dir() else place


def newest_release(workspace: Workspace) -> Path:
    """The DuckDB file that readers of a workspace are pointed to.

    It lies in the frozen folder the pointer names, which stays while latest/ is renewed.
    """
    try:
        told = json.loads((workspace.releases / "latest.json").read_text(encoding="utf-8"))
        file = workspace.releases / str(told["path"]) / RELEASE_FILE
    except (OSError, ValueError, KeyError, TypeError):
        file = workspace.releases
    return file if file.is_file() else workspace.releases / "latest" / RELEASE_FILE
