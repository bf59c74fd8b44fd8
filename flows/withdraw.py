"""Withdraw: a person who withdrew consent leaves the inbox, the vault, the lake and every table."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.run import Run, only_writer
from flows.withdrawal.erasing import Withdrawn, departed_files, erase, held_in_lake, leaving_of
from flows.withdrawal.files import make_ready, without_file
from flows.withdrawal.finding import search_site
from flows.withdrawal.rebuilding import build_again, still_reading
from triggerscape.delivery.door.confined import confined_reader
from triggerscape.delivery.privacy.person_keys import rekey
from triggerscape.run_log.forgetting import forget_logs
from triggerscape.withdrawal.erasing.vault_traces import (
    forget_passing,
    forget_staged,
    is_staged,
)
from triggerscape.withdrawal.journal import (
    Journal,
    Stage,
    close_journal,
    read_journal,
    write_journal,
)
from triggerscape.withdrawal.people.spellings import Leaving
from triggerscape.withdrawal.people.tombstones import (
    Tombstone,
    folds_of,
    read_tombstones,
    set_tombstones,
)
from triggerscape.withdrawal.refusing import refuse_stuck, refuse_unknown, refuse_unready

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def withdraw(
    run: Run, site_code: str, texts: Sequence[str], *, drop_files: bool = False
) -> Withdrawn:
    """Take people out of the whole workspace, by their keys as their site writes them.

    ``texts`` are those keys; nothing that is written or said holds one.

    All of them, or nobody: TriggerscapeError E470 where a key is known nowhere, E473 where a file
    cannot be written without them and ``drop_files`` does not say that it may go.
    """
    refuse_unready(site_code, run.profiles, run.unready)
    with only_writer(run.workspace):
        reading = still_reading(run)
        forget_logs(run.workspace.logs, texts)
        done = _go_on(run)
        leaving = leaving_of(run, site_code)
        keys = rekey([leaving.filled(one) for one in texts], site_code, leaving.key)
        folds: list[int] = keys["person_fold"].to_pylist()
        typed = set(zip(keys["person_id"].to_pylist(), folds, strict=True))
        before = leaving.folds & set(folds)
        leaving = replace(leaving, folds=leaving.folds | set(folds))
        with _nothing_left_about(run):
            left = _leave(run, leaving, texts, folds, typed, drop_files=drop_files)
        people = len(set(folds) - before)
        done = done.with_more(replace(left, people=people, people_before=len(before)))
        return build_again(run, done, reading)


def withdraw_again(run: Run, *, drop_files: bool = False) -> Withdrawn:
    """End what was interrupted, and take out everybody who withdrew before and was sent again."""
    with only_writer(run.workspace):
        reading = still_reading(run)
        done = _go_on(run)
        tombstones = read_tombstones(run.workspace.vault)
        for site in sorted({one.site_code for one in tombstones}):
            refuse_unready(site, run.profiles, run.unready)
            with _nothing_left_about(run):
                left = _leave(run, leaving_of(run, site), (), (), set(), drop_files=drop_files)
            before = len(folds_of(run.workspace.vault, site))
            done = done.with_more(replace(left, people_before=before))
        return build_again(run, done, reading)


@contextmanager
def _nothing_left_about(run: Run) -> Iterator[None]:
    """Whatever happens inside, no copy of rows stays; new contents stay where a journal waits."""
    try:
        yield
    finally:
        forget_passing(run.workspace.vault)
        if read_journal(run.workspace.vault) is None:
            close_journal(run.workspace.vault)


def _go_on(run: Run) -> Withdrawn:
    """End what an interrupted withdrawal began, but for the rebuilding."""
    journal = read_journal(run.workspace.vault)
    if journal is None or journal.stage is Stage.REBUILDING:
        return Withdrawn()
    return erase(run, journal)


def _leave(
    run: Run,
    leaving: Leaving,
    texts: Sequence[str],
    folds: Sequence[int],
    typed: set[tuple[int, int]],
    *,
    drop_files: bool,
) -> Withdrawn:
    """Everything is looked at and made ready first; only then is anything erased."""
    workspace, site = run.workspace, leaving.site_code
    with confined_reader() as reader:
        search = search_site(run, leaving, reader, texts)
        try:
            ready, stuck = make_ready(workspace, search, reader)
        finally:
            search.shelf.forget_resources()
    held = held_in_lake(run, leaving)
    ids = {one for people in held.values() for one in people.items()} | set(search.keys.values())
    departed = departed_files(run, site, set(held))
    if (stuck or departed) and not drop_files:
        told = [one.told(workspace.inbox) for one in stuck]
        refuse_stuck([*told, *departed.values()], site)
    known = {fold for _, fold in ids}
    if not stuck:
        # Only an earlier version of a file may hold them, and nothing made of it since.
        known |= folds_of(workspace.vault, site)
        unseen = {fold for fold in folds if fold not in known}
        known |= {
            fold
            for fold in unseen
            if is_staged(workspace.vault, replace(leaving, folds=frozenset({fold})))
        }
        refuse_unknown([fold in known for fold in folds], site)
    ready += [without_file(workspace.inbox, one.file) for one in stuck]
    before = folds_of(workspace.vault, site)
    set_tombstones(workspace.vault, (Tombstone(site, *one) for one in sorted(ids | typed)))
    if not (ready or held or leaving.folds - before):
        return Withdrawn(copies_removed=forget_staged(workspace.vault, leaving))
    journal = Journal(Stage.REPLACING, site, tuple(ready), was_used=bool(held))
    write_journal(workspace.vault, journal)
    return erase(run, journal)
