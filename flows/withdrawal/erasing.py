"""Erasing: the files replaced, then everything that was made of the old ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.run import Run
from flows.withdrawal.files import put_in_place
from triggerscape.delivery.arrival import use_id
from triggerscape.delivery.inbox import find_deliveries, uses_of
from triggerscape.delivery.privacy.deployment_key import deployment_key
from triggerscape.delivery.sent_names import sent_name
from triggerscape.delivery.sources.source_format import read_format
from triggerscape.disclosure.contributions.sample import forget_people
from triggerscape.withdrawal.erasing.ledger_traces import (
    files_of_uses,
    forget_uses,
    rename_versions,
    uses_with,
    versions_of_others,
)
from triggerscape.withdrawal.erasing.retired_models import retire_models
from triggerscape.withdrawal.erasing.vault_traces import forget_passing, forget_staged
from triggerscape.withdrawal.journal import (
    Journal,
    Stage,
    write_journal,
)
from triggerscape.withdrawal.people.spellings import Leaving
from triggerscape.withdrawal.people.tombstones import folds_of, read_tombstones


@dataclass(frozen=True)
class Withdrawn:
    """What a withdrawal did, in counts alone."""

    people: int = 0
    people_before: int = 0
    files_rewritten: int = 0
    files_removed: int = 0
    copies_removed: int = 0
    models_retired: int = 0
    warnings: tuple[str, ...] = ()

    def with_more(self, other: Withdrawn) -> Withdrawn:
        """Both together."""
        return Withdrawn(
            self.people + other.people,
            self.people_before + other.people_before,
            self.files_rewritten + other.files_rewritten,
            self.files_removed + other.files_removed,
            self.copies_removed + other.copies_removed,
            self.models_retired + other.models_retired,
            (*self.warnings, *other.warnings),
        )


def leaving_of(run: Run, site_code: str) -> Leaving:
    """Everybody who withdrew at a site, as the deployment's key tells them."""
    profile = run.profiles[site_code]
    length = read_format(profile.format).key_length if profile.format else 0
    key = deployment_key(run.workspace, run.profiles.values())
    return Leaving(site_code, folds_of(run.workspace.vault, site_code), key, length)


def held_in_lake(run: Run, leaving: Leaving) -> dict[str, dict[int, int]]:
    """The uses of files whose rows in the lake are theirs, with the ids and folds of each."""
    with run.connect() as con:
        return uses_with(con, run.lake, leaving.site_code, leaving.folds)


def departed_files(run: Run, site: str, held: set[str]) -> dict[str, str]:
    """Uses with rows of theirs whose file is no longer in the inbox, each in words."""
    there = {
        use_id(delivery, sent_name(file), use)
        for delivery in find_deliveries(run.workspace.inbox, site)
        for file in delivery.files
        for use in uses_of(file, run.profiles[site])
    }
    gone = held - there
    if not gone:
        return {}
    with run.open_build() as opened:
        return {
            use: f"{site}/{delivery}/{name}: it was taken in and is no longer in the inbox"
            for use, _, delivery, name in files_of_uses(opened, site)
            if use in gone
        }


def erase(run: Run, journal: Journal) -> Withdrawn:
    """Replace the files, then erase what was made of the old ones; again from where it stopped."""
    workspace, site = run.workspace, journal.site_code
    vault = workspace.vault
    run.say(f"withdraw: rewrite {len(journal.replacements)} files of {site}")
    for one in journal.replacements:
        put_in_place(workspace, one)
    write_journal(vault, replace(journal, stage=Stage.ERASING))
    leaving = leaving_of(run, site)
    forget_passing(vault)
    old = {one.old_sha256 for one in journal.replacements}
    others: set[str] = set()
    if workspace.build_file.exists():
        departed = set(departed_files(run, site, set(held_in_lake(run, leaving))))
        with run.open_build() as opened:
            dropped = {one.path for one in journal.replacements if not one.ready}
            departed |= {
                use
                for use, _, delivery, name in files_of_uses(opened, site)
                if _path(site, delivery, name) & dropped
            }
            forget_uses(opened, run.lake, departed)
            rename_versions(opened, site, journal.replacements)
            others = versions_of_others(opened, site)
    run.say("withdraw: look through the vault")
    copies = forget_staged(vault, leaving, old=old, of_others=others - old)
    retired = retire_models(workspace.home) if journal.was_used else 0
    forget_people(vault, [one.person_id for one in read_tombstones(vault)])
    write_journal(vault, Journal(Stage.REBUILDING, site))
    written = sum(bool(one.ready) for one in journal.replacements)
    return Withdrawn(
        files_rewritten=written,
        files_removed=len(journal.replacements) - written,
        copies_removed=copies,
        models_retired=retired,
    )


def _path(site: str, delivery: str, name: str) -> set[str]:
    """Where below the inbox a file of the ledger may lie."""
    found = {f"{site}/{delivery}/{name}", f"{site}/{name}"}
    if name.startswith("deleted_"):
        found.add(f"{site}/{delivery}/deleted/{name.removeprefix('deleted_')}")
    return found
