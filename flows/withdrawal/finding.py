"""Where people who withdraw stand in what their site sent, and which files cannot lose them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from expectations.foreign_files import job_of, map_foreign
from flows.shelf import Shelf, shelf_of
from triggerscape.contract.catalogue import INPUTS
from triggerscape.delivery.arrival import Arrival
from triggerscape.delivery.growing import growing_files
from triggerscape.delivery.inbox import Delivery, Use, find_deliveries, uses_of
from triggerscape.delivery.manifest_fields import shown
from triggerscape.delivery.refusals import FileRefused
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.withdrawal.people.owners import KeptRows, RowsOfSite
from triggerscape.withdrawal.people.traces import holds_trace
from triggerscape.withdrawal.rewriting.writing import is_text, raw_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import duckdb

    from flows.run import Run
    from triggerscape.delivery.door.confined import ConfinedReader
    from triggerscape.delivery.door.opening import Job
    from triggerscape.delivery.door.plain_copy import PlainCopy
    from triggerscape.withdrawal.people.spellings import Leaving

_UNREAD = "it cannot be read as a table, and a key stands in it"
# The ingest removes this folder before it does anything: what a killed run left holds rows.
COPIES = "judging"


@dataclass(frozen=True)
class FoundFile:
    """A delivered file with rows of theirs: how it was read, and the numbers of those rows."""

    file: Path
    sha256: str
    job: Job
    copy: PlainCopy
    rows: frozenset[int]


@dataclass(frozen=True)
class Stuck:
    """A delivered file that holds them and cannot be written without them; ``why`` in words."""

    file: Path
    why: str
    is_name_told: bool = True

    def told(self, inbox: Path) -> str:
        """The file and why, in one line; no name that tells who somebody is."""
        *folders, name = self.file.relative_to(inbox).parts
        place = "/".join([*map(shown, folders), shown(name) if self.is_name_told else "a file"])
        return f"{place}: {self.why}"


@dataclass
class Search:
    """What was found at a site; ``keys`` are the ids and folds of the spellings in its files.

    ``shelf`` has the private copies that were read; its resources want to be forgotten at the end.
    """

    shelf: Shelf
    found: list[FoundFile] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Desk:
    con: duckdb.DuckDBPyConnection
    reader: ConfinedReader
    shelf: Shelf
    rows: RowsOfSite
    folder: Path


def search_site(
    run: Run, leaving: Leaving, reader: ConfinedReader, texts: Iterable[str] = ()
) -> Search:
    """Look through every file in a site's inbox, those no run ever read among them.

    ``texts`` are keys as somebody typed them: no name of a file may hold one.
    """
    site, profile = leaving.site_code, run.profiles[leaving.site_code]
    folder, inbox = run.workspace.vault / COPIES, run.workspace.inbox / site
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    growing = growing_files(run.workspace.inbox)
    deliveries = find_deliveries(run.workspace.inbox, site, growing)
    shelf = shelf_of(profile, deliveries, run.workspace.vault)
    search = Search(shelf)
    with run.connect_to_judge() as con:
        rows = RowsOfSite(con, profile, leaving)
        desk = _Desk(con, reader, shelf, rows, folder)
        read: list[tuple[Path, str, Job, PlainCopy, list[KeptRows]]] = []
        unread = set(_all_files(inbox))
        for delivery in deliveries:
            for file in delivery.files:
                run.say(f"withdraw: look through {shown(file.name)}")
                try:
                    sha256, job, copy, kept = _read(desk, delivery, file)
                except FileRefused:
                    continue
                unread.discard(file)
                read.append((file, sha256, job, copy, kept))
        for file, sha256, job, copy, kept in read:
            theirs = frozenset[int]().union(*(rows.theirs(one) for one in kept))
            theirs |= _unsplit_of_theirs(job, copy, kept, leaving)
            if theirs:
                search.found.append(FoundFile(file, sha256, job, copy, theirs))
        search.keys = rows.keys
    waiting = {one.delivery_id: one.waiting for one in deliveries if one.waiting}
    search.stuck += [
        Stuck(file, waiting.get(file.relative_to(inbox).parts[0], _UNREAD))
        for file in sorted(unread)
        if file.is_symlink() or holds_trace(file, leaving)
    ]
    search.stuck += _named_after_them(inbox, texts)
    return search


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _read(
    desk: _Desk, delivery: Delivery, file: Path
) -> tuple[str, Job, PlainCopy, list[KeptRows]]:
    """Keep the rows of a file as its uses read it. FileRefused where nothing reads it."""
    profile = desk.shelf.profile
    staged = desk.shelf.staged(file)
    uses = uses_of(file, profile)
    if not uses:
        raise FileRefused("file.name", "its name begins with no contract")
    table = read_format(str(profile.format)).tables[uses[0].table] if uses[0].table else None
    target = desk.folder / f"{len(list(desk.folder.iterdir()))}" / "copy"
    target.parent.mkdir(mode=0o700)
    job = job_of(staged, profile, target, table)
    copy = desk.reader.copy(job)
    if table is not None:
        return staged.sha256, job, copy, [desk.rows.keep_kind(copy, table)]
    kept = [_keep_use(desk, Arrival(staged, delivery, use, profile), copy, use) for use in uses]
    return staged.sha256, job, copy, kept


def _keep_use(desk: _Desk, arrival: Arrival, copy: PlainCopy, use: Use) -> KeptRows:
    if use.mapping is None:
        return desk.rows.keep_own(copy, INPUTS[use.contract])
    map_foreign(desk.con, desk.reader, arrival, copy)
    return desk.rows.keep_mapped(copy)


def _unsplit_of_theirs(
    job: Job, copy: PlainCopy, kept: list[KeptRows], leaving: Leaving
) -> frozenset[int]:
    """Rows that nobody can split into fields are theirs where a word of them is a key of theirs."""
    unsplit = {number for one in kept for number in one.unsplit}
    if not unsplit or not is_text(job):
        return frozenset()
    return frozenset(
        record.number
        for record in raw_records(job, copy)
        if record.number in unsplit and leaving.are_in(record.text, copy.delimiter)
    )


def _named_after_them(folder: Path, texts: Iterable[str]) -> list[Stuck]:
    asked = [re.escape(text.strip().lower()) for text in texts if len(text.strip()) > 3]
    if not asked:
        return []
    named = re.compile(rf"(?<![0-9a-z])(?:{'|'.join(asked)})(?![0-9a-z])")
    return [
        Stuck(file, "its name, or that of its folder, holds a key", is_name_told=False)
        for file in sorted(_all_files(folder))
        if named.search(file.relative_to(folder).as_posix().lower())
    ]
