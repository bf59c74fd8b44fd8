"""Is the workspace as it should be: folders, rights, settings, profiles, pointer, one writer."""

from __future__ import annotations

import fcntl
import json
import os
from typing import TYPE_CHECKING

from triggerscape.delivery.profiles.reading import read_profiles
from triggerscape.doctor.finding import Finding, fix, note, ok
from triggerscape.errors import TriggerscapeError
from triggerscape.release.writers.report.typesetter import INSTALL, can_set_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triggerscape.workspace import Workspace

_OTHERS = 0o077


def workspace_findings(workspace: Workspace) -> list[Finding]:
    """Everything about the workspace that can be told without reading anybody's row."""
    home = workspace.home
    if not home.is_dir():
        return [fix("workspace", f"there is none at {home}", f"triggerscape init --home {home}")]
    return [
        *_folders(workspace),
        *_settings(workspace),
        *_profiles(workspace),
        *_private(workspace),
        _writer(home),
        _pointer(workspace.releases),
    ]


def _folders(workspace: Workspace) -> Iterator[Finding]:
    needed = (workspace.sites, workspace.inbox, workspace.vault, workspace.lake, workspace.releases)
    missing = [path.name for path in needed if not path.is_dir()]
    if missing:
        yield fix(
            "workspace",
            f"no folder {', '.join(missing)} in {workspace.home}",
            f"triggerscape init --home {workspace.home}",
        )
    closed = [path for path in (workspace.home, *needed) if path.is_dir() and not _is_open(path)]
    for path in closed:
        yield fix("workspace", f"{path} cannot be written to", f"chown or chmod u+rwx {path}")
    if not missing and not closed:
        yield ok("workspace", f"{workspace.home}")


def _is_open(path: Path) -> bool:
    return os.access(path, os.R_OK | os.W_OK | os.X_OK)


def _settings(workspace: Workspace) -> Iterator[Finding]:
    try:
        settings = workspace.settings()
    except TriggerscapeError as error:
        yield fix("settings", error.message, f"{workspace.settings_file}: {error.fix}")
        return
    yield ok("settings", f"{workspace.settings_file.name} is sound")
    if settings["release.pdf"] and not can_set_reports():
        yield fix("report", "release.pdf is true, and no typesetter is installed", INSTALL)


def _profiles(workspace: Workspace) -> Iterator[Finding]:
    profiles, faulty = read_profiles(workspace.sites)
    for site, told in sorted(faulty.items()):
        first = told.splitlines()[0]
        yield fix("sites", f"site {site} is left out: {first}", f"mend sites/{site}.toml")
    drafts = [site for site, one in sorted(profiles.items()) if one.unconfirmed]
    for site in drafts:
        yield fix("sites", f"site {site} is a draft", f"confirm every guess in sites/{site}.toml")
    ready = len(profiles) - len(drafts)
    if not profiles and not faulty:
        yield note(
            "sites", "no site yet", "triggerscape init --site NAME --sample FILE drafts a profile"
        )
    elif ready:
        yield ok("sites", f"{ready} sites ready")


def _private(workspace: Workspace) -> Iterator[Finding]:
    """What holds people's rows may be read by its owner alone."""
    private = (
        *(workspace.vault, workspace.lake, workspace.key_file),
        *(workspace.build_file, workspace.research_file),
    )
    open_to_others = [p for p in private if p.exists() and p.stat().st_mode & _OTHERS]
    for path in open_to_others:
        mode = "700" if path.is_dir() else "600"
        yield fix("privacy", f"{path.name} can be read by others", f"chmod {mode} {path}")
    if not open_to_others:
        yield ok("privacy", "people's rows can be read by this user alone")


def _writer(home: Path) -> Finding:
    path = home / ".writer"
    if path.is_file():
        with path.open("r+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return note("run", f"process {file.read().strip() or 'unknown'} is at work here")
    return ok("run", "nobody is writing this workspace")


def _pointer(releases: Path) -> Finding:
    pointer = releases / "latest.json"
    if not pointer.is_file():
        return note("release", "none yet", "triggerscape run")
    named = str(json.loads(pointer.read_text(encoding="utf-8")).get("path", ""))
    if not named or not (releases / named / "SHA256SUMS").is_file():
        return fix(
            "release",
            "latest.json names a release that is not there",
            "restore releases/ from a backup, then triggerscape releases verify",
        )
    return ok("release", f"{named}; triggerscape releases verify reads every file of it")
