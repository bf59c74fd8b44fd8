"""The files of a withdrawal: new contents made ready and proved, then put in their places."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.withdrawal.finding import FoundFile, Search, Stuck
from triggerscape.delivery.refusals import FileRefused
from triggerscape.release.durable import sync_file, sync_folder
from triggerscape.withdrawal.journal import Replacement, ready_folder
from triggerscape.withdrawal.rewriting.comparing import is_the_rest
from triggerscape.withdrawal.rewriting.promises import mend_manifest, replace_delivered
from triggerscape.withdrawal.rewriting.writing import is_text, write_without

if TYPE_CHECKING:
    from pathlib import Path

    from triggerscape.delivery.door.confined import ConfinedReader
    from triggerscape.workspace import Workspace

_CHUNK = 1 << 22


def make_ready(
    workspace: Workspace, search: Search, reader: ConfinedReader
) -> tuple[list[Replacement], list[Stuck]]:
    """Write every found file without their rows, beside the journal; what cannot be is stuck.

    Nothing in the inbox is touched. Every new file was read back: it is the old one, but for them.
    """
    folder = ready_folder(workspace.vault)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    ready, stuck = [], list(search.stuck)
    named = {one.file for one in stuck}
    for place, found in enumerate(search.found):
        if found.file in named:
            continue
        target = folder / f"{place}"
        try:
            ready.append(_replacement(workspace.inbox, reader, found, target))
        except (FileRefused, OSError, ValueError, KeyError) as error:
            why = error.sentence if isinstance(error, FileRefused) else type(error).__name__
            stuck.append(Stuck(found.file, f"it cannot be written without them ({why})"))
            target.unlink(missing_ok=True)
    sync_folder(folder)
    return ready, stuck


def without_file(inbox: Path, file: Path) -> Replacement:
    """A file that goes, with nothing in its place."""
    return Replacement(_below(inbox, file), "", _sha256(file), "", 0, 0)


def _replacement(
    inbox: Path, reader: ConfinedReader, found: FoundFile, target: Path
) -> Replacement:
    """FileRefused where the new file is not what it should be."""
    before, rows = found.copy.shape.rows, found.copy.shape.rows - len(found.rows)
    write_without(found.job, found.copy, target, found.rows)
    if not target.stat().st_size or (rows == 0 and _has_no_header(found)):
        target.unlink()
        return Replacement(_below(inbox, found.file), "", found.sha256, "", before, 0)
    job = found.job
    copy = reader.copy(replace(job, source=target, target=job.target.with_name("again")))
    is_right = is_the_rest(found.copy, copy, found.rows)
    copy.path.unlink()
    if not is_right:
        raise FileRefused("file.count", "what was written does not read back as the rest of it")
    target.chmod(0o600)
    sync_file(target)
    size = target.stat().st_size
    return Replacement(
        _below(inbox, found.file), target.name, found.sha256, _sha256(target), rows, size
    )


def _has_no_header(found: FoundFile) -> bool:
    """Lines of JSON say what their columns are called only where there is a line."""
    return found.copy.form != "csv" and is_text(found.job)


def put_in_place(workspace: Workspace, one: Replacement) -> None:
    """Put a new content in the place of the old one and mend the manifest; done before, it stays.

    The old bytes have no name any more; the new ones are the same whenever this is done again.
    """
    file, ready = workspace.inbox / one.path, ready_folder(workspace.vault) / one.ready
    if not one.ready:
        if file.is_file():
            mend_manifest(file, one)
            file.unlink()
            sync_folder(file.parent)
        return
    if file.is_file() and _sha256(file) == one.old_sha256:
        replace_delivered(file, ready)
        sync_folder(file.parent)
    mend_manifest(file, one)


def _below(inbox: Path, file: Path) -> str:
    return file.relative_to(inbox).as_posix()


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
