"""What a run would do, told without doing it: nothing is written, not even a copy of a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.orchestrated.watching import last_days
from flows.shelf import Shelf
from flows.site_files import recipe_of
from flows.steps import chosen_steps
from triggerscape.delivery.arrival import Arrival, use_id
from triggerscape.delivery.door.staging import StagedFile
from triggerscape.delivery.growing import growing_files
from triggerscape.delivery.inbox import find_deliveries, uses_of
from triggerscape.delivery.privacy.deployment_key import deployment_key, was_used
from triggerscape.delivery.sent_names import sent_name
from triggerscape.disclosure.chain.batches import closed_through, is_due, what_waits
from triggerscape.release.history import list_releases
from triggerscape.status import read_status
from triggerscape.warehouse.ledger.ledger import recipe_of_use
from triggerscape.warehouse.ledger.reading import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from flows.run import Run
    from triggerscape.status import LastRun


@dataclass(frozen=True)
class SiteIntent:
    """What would become of one site's files: judged for the first time, again, or left alone.

    A file is judged again when it, its profile or a rule has changed, or when its last judgement
    was not finished. ``waiting`` deliveries are still on their way.
    """

    site_code: str
    new: int
    again: int
    unchanged: int
    waiting: int


@dataclass(frozen=True)
class Intent:
    """The steps a run would walk, each site's files, the release, and a run that did not end well.

    ``release`` is told by what is on record: files not yet read may close a window. It is empty
    where publishing is not among the steps.
    """

    steps: tuple[str, ...]
    sites: tuple[SiteIntent, ...]
    release: str
    interrupted: str


def intent(run: Run, first: str | None, last: str | None) -> Intent:
    """What ``run`` would do from step ``first`` to step ``last``.

    TriggerscapeError for a step that does not exist; WorkspaceBusy while a run is at work.
    """
    steps = tuple(name for name, _ in chosen_steps(first, last))
    narrowed = run.narrowed()
    growing = growing_files(run.workspace.inbox)
    sites: list[SiteIntent] = []
    if "ingest" in steps:
        sites = [_site(narrowed, site, growing) for site in sorted(narrowed.profiles)]
    release = _release(run) if "publish" in steps else ""
    return Intent(steps, tuple(sites), release, interrupted(run))


def interrupted(run: Run) -> str:
    """What the newest run in the ledger left to do; empty where it ended well, or none ever ran."""
    found = _last_run(run)
    if found is None or found.state == "completed":
        return ""
    began = f"run {found.number}, begun {found.started_at:%Y-%m-%d %H:%M} UTC,"
    if found.state == "failed":
        return f"{began} failed: {found.message}"
    return f"{began} did not end: its process was stopped"


def _last_run(run: Run) -> LastRun | None:
    return read_status(run.workspace).last_run if run.workspace.build_file.exists() else None


def _site(run: Run, site: str, growing: frozenset[Path]) -> SiteIntent:
    try:
        deliveries = find_deliveries(run.workspace.inbox, site, growing)
    except OSError:  # the run says why its deliveries wait
        return SiteIntent(site, 0, 0, 0, waiting=1)
    files = tuple(file for one in deliveries for file in one.files)
    waiting = sum(bool(one.waiting) for one in deliveries)
    profile = run.profiles[site]
    asked = [
        (one, file, use)
        for one in deliveries
        for file in one.files
        for use in uses_of(file, profile)
    ]
    if not (run.workspace.build_file.exists() and was_used(run.workspace)):
        return SiteIntent(site, len(asked), 0, 0, waiting)
    # Read where they lie: a shelf that already knows every file makes no copies.
    lying = {file: StagedFile(sent_name(file), _sha256(file), file) for file in files}
    shelf = Shelf(profile, files, run.workspace.vault, lying)
    key = deployment_key(run.workspace, run.profiles.values())
    counts = {"new": 0, "again": 0, "unchanged": 0}
    with open_ledger(run.workspace) as con:
        for delivery, file, use in asked:
            arrival = Arrival(lying[file], delivery, use, profile, shelf.beside(use))
            known = use_id(delivery, sent_name(file), use)
            counts[_becomes(con, known, recipe_of(run, arrival, key))] += 1
    return SiteIntent(site, **counts, waiting=waiting)


def _becomes(con: duckdb.DuckDBPyConnection, use: str, recipe: str) -> str:
    there = con.execute("SELECT 1 FROM ledger.file_use WHERE use_id = ?", [use]).fetchone()
    if there is None:
        return "new"
    return "unchanged" if recipe_of_use(con, use) == recipe else "again"


def _release(run: Run) -> str:
    known = list_releases(run.workspace.releases)
    if not known:
        return "the first release would be published"
    newest = known[-1]
    lag = run.settings["disclosure.lag_days"]
    day = run.as_of or max(last_days(run.workspace).values(), default=None)
    if newest.closed_through is None or is_due(
        newest.closed_through, closed_through(day, lag), run.restate
    ):
        return f"a release after {newest.release_id} would be published"
    return what_waits(newest.release_id, newest.closed_through, lag)


def _sha256(file: Path) -> str:
    """As staging reckons it; of what is no plain file, which it refuses, nothing is read."""
    if file.is_symlink() or not file.is_file():
        return ""
    try:
        with file.open("rb") as lying:
            return hashlib.file_digest(lying, "sha256").hexdigest()
    except OSError:  # taken away this moment, or not to be read: the run says which
        return ""
