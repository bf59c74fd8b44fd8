"""Is the workspace as it should be: folders, rights, settings, profiles, pointer, one writer."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from triggerscape.delivery.profiles.reading import read_profiles
from triggerscape.doctor.finding import Finding, fix, note, ok
from triggerscape.errors import TriggerscapeError
from triggerscape.faults.ground import unfitness
from triggerscape.faults.kinds import READ_ONLY
from triggerscape.release.writers.report.typesetter import INSTALL, can_set_reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triggerscape.workspace import Workspace

_OTHERS = 0o077


def workspace_findings(workspace: Workspace) -> list[Finding]:
    """Everything about the workspace that can be told without reading anybody's row."""
    home = workspace.home
    if not home.is_dir():
        return [
            fix(
                "workspace",
                f"there is none at {home}",
                f"triggerscape init --home {quote(str(home))}",
            )
        ]
    found = list(_folders(workspace))
    for look in (_settings, _profiles, _private, _writer, _pointer):
        try:
            found += look(workspace)
        except OSError as error:
            found.append(_closed(error, home))
    return found


def _closed(error: OSError, home: Path) -> Finding:
    """What could not be looked at; a file of the workspace that its own user cannot open."""
    place = Path(str(error.filename or home))
    why = os.strerror(error.errno or 0).lower()
    return fix("rights", f"{place} cannot be opened: {why}", f"chmod u+rwX {quote(str(place))}")


def _folders(workspace: Workspace) -> Iterator[Finding]:
    needed = (workspace.sites, workspace.inbox, workspace.vault, workspace.lake, workspace.releases)
    missing = [path.name for path in needed if not os.path.isdir(path)]  # noqa: PTH112 - as below
    if missing:
        yield fix(
            "workspace",
            f"no folder {', '.join(missing)} in {workspace.home}",
            f"triggerscape init --home {quote(str(workspace.home))}",
        )
    unfit = [
        (path, kind, doing)
        for path in (workspace.home, *needed)
        if os.path.isdir(path)  # noqa: PTH112 - pathlib's raises where it may not look
        for doing in ("read" if path in (workspace.inbox, workspace.sites) else "written to",)
        if (kind := unfitness(path, is_written=doing != "read"))
    ]
    told: set[int] = set()  # of a disk that is mounted read-only one folder is enough
    for path, kind, doing in unfit:
        if kind is READ_ONLY:
            disk = path.stat().st_dev
            if disk not in told:
                said, named = f"{path} lies on a disk that is mounted read-only", f"df {path}"
                yield fix("workspace", said, f"mount -o remount,rw the disk that {named} names")
            told.add(disk)
        else:
            mend = f"chmod u+rwx {quote(str(path))}, or chown"
            yield fix("workspace", f"{path} cannot be {doing}", mend)
    if not missing and not unfit:
        yield ok("workspace", f"{workspace.home}")


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
        yield fix(
            "privacy", f"{path.name} can be read by others", f"chmod {mode} {quote(str(path))}"
        )
    if not open_to_others:
        yield ok("privacy", "people's rows can be read by this user alone")


def _writer(workspace: Workspace) -> Iterator[Finding]:
    path = workspace.home / ".writer"
    if path.is_file():
        with path.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield note("run", f"process {file.read().strip() or 'unknown'} is at work here")
                return
    yield ok("run", "nobody is writing this workspace")


def _pointer(workspace: Workspace) -> Iterator[Finding]:
    releases = workspace.releases
    pointer = releases / "latest.json"
    if not pointer.is_file():
        yield note("release", "none yet", "triggerscape run")
        return
    try:
        named = str(json.loads(pointer.read_text(encoding="utf-8"))["path"])
    except (ValueError, KeyError, TypeError):
        named = ""
    if not named or not (releases / named / "SHA256SUMS").is_file():
        yield fix(
            "release",
            "latest.json names a release that is not there",
            "restore releases/ from a backup, then triggerscape releases verify",
        )
        return
    yield ok("release", f"{named}; triggerscape releases verify reads every file of it")
