"""One run: the workspace it works on, what it was asked to do, and what its steps report."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO, TYPE_CHECKING

from triggerscape.delivery.profiles.profile import SiteProfile
from triggerscape.delivery.profiles.reading import read_profiles
from triggerscape.errors import Exit, SettingsError, TriggerscapeError, WorkspaceBusy
from triggerscape.factors import FACTORS, Factor
from triggerscape.run_log.writing import RunLog
from triggerscape.warehouse.connection import connect
from triggerscape.warehouse.lake import Lake
from triggerscape.warehouse.ledger import ledger

if TYPE_CHECKING:
    import duckdb

    from triggerscape.settings import Settings
    from triggerscape.workspace import Workspace

_LOOK_AGAIN_SECONDS = 0.25
# Who only looks whether the workspace is free takes it for a moment: triggerscape doctor does.
_MOMENT_SECONDS = 0.5
# Whoever had it before reads the ledger once more, for its own page.
_PAGE_SECONDS = 10.0


@dataclass(frozen=True)
class StepOutcome:
    """What one step did, in counts and a sentence; never a value of a person's row."""

    step: str
    result: str  # ok or warning
    rows_in: int
    rows_out: int
    held_back: int
    sentence: str
    warnings: tuple[str, ...] = ()


def _say_nothing(_: str) -> None:
    return None


@dataclass(frozen=True)
class Run:
    """What a run works on. ``say`` receives progress, one short line at a time.

    ``unready`` names the sites whose profile has faults or is a draft, and says so: left out.
    ``restate`` is the reason for working windows out again that were published before. ``only``
    names the sites whose deliveries are taken in, empty for all. ``wait_hours`` is how long it
    waits for its turn where another run has the workspace. ``log`` is written nowhere by default.
    """

    workspace: Workspace
    settings: Settings
    profiles: dict[str, SiteProfile]
    unready: dict[str, str] = field(default_factory=dict)
    as_of: date | None = None
    restate: str = ""
    only: frozenset[str] = frozenset()
    say: Callable[[str], None] = field(default=_say_nothing)
    wait_hours: float = 0.0
    log: RunLog = field(default_factory=RunLog)

    def narrowed(self) -> Run:
        """The same with only the sites that are asked for, for taking in deliveries alone."""
        if not self.only:
            return self
        profiles = {site: one for site, one in self.profiles.items() if site in self.only}
        unready = {site: why for site, why in self.unready.items() if site in self.only}
        return replace(self, profiles=profiles, unready=unready)

    @property
    def lake(self) -> Lake:
        """The person-level files."""
        return Lake(self.workspace.lake)

    @property
    def buckets(self) -> int:
        """Number of buckets, a power of two."""
        return int(self.settings["warehouse.buckets"])

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The built-in factors and every x_ factor a site declares, in one order."""
        extras: dict[str, Factor] = {}
        for code in sorted(self.profiles):
            for extra in self.profiles[code].extras:
                known = extras.setdefault(extra.factor.code, extra.factor)
                if known != extra.factor:
                    raise SettingsError(
                        "E112",
                        f"{extra.factor.code} is declared differently at two sites",
                        where=f"site {code}",
                        fix="give it the same label, domain, lag, step and claim in every profile",
                    )
        return FACTORS + tuple(extras[code] for code in sorted(extras))

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A fresh in-memory connection that sees only this workspace's private folders."""
        return connect(
            self.settings,
            folders=[self.workspace.vault, self.workspace.lake],
            spill=self.workspace.vault / "spill",
        )

    def connect_to_build(
        self, bucket: int, side_by_side: int
    ) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A connection of one thread for one bucket, with so many built at once."""
        return connect(
            self.settings,
            folders=[self.workspace.lake],
            spill=self.workspace.vault / "spill" / f"bucket={bucket:05d}",
            side_by_side=side_by_side,
        )

    def connect_to_judge(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A connection that passes delivered files through row by row, in little memory."""
        return connect(
            self.settings,
            folders=[self.workspace.vault],
            spill=self.workspace.vault / "spill",
            only_streams=True,
        )

    @contextmanager
    def open_build(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to build.duckdb, the one writer's file, with its ledger in place."""
        with connect(
            self.settings,
            folders=[self.workspace.home],
            spill=self.workspace.vault / "spill",
            database=self.workspace.build_file,
        ) as build:
            ledger.prepare(build)
            yield build


def open_run(
    workspace: Workspace,
    *,
    as_of: date | None = None,
    restate: str = "",
    only: frozenset[str] = frozenset(),
    say: Callable[[str], None] = _say_nothing,
) -> Run:
    """Read settings and every site profile of a workspace.

    SettingsError for a missing workspace or faulty settings; a faulty or unfinished profile only
    leaves its site out, since one site's trouble must not stop the others. TriggerscapeError for
    a site in ``only`` that has no profile.
    """
    if not workspace.home.is_dir():
        raise SettingsError(
            "E120",
            "there is no workspace here",
            where=str(workspace.home),
            fix=f"triggerscape init --home {workspace.home}",
        )
    profiles, faulty = read_profiles(workspace.sites)
    drafts = {site: one.draft_sentence for site, one in profiles.items() if one.unconfirmed}
    faults = {
        site: f"sites/{site}.toml has faults: {'; '.join(told.splitlines())}"
        for site, told in faulty.items()
    }
    ready = {site: one for site, one in profiles.items() if site not in drafts}
    strangers = sorted(only - set(profiles) - set(faulty))
    if strangers:
        raise TriggerscapeError(
            "E132",
            f"there is no site {', '.join(strangers)}",
            where=str(workspace.sites),
            fix=f"choose from {', '.join(sorted(profiles))}",
            exit_code=Exit.USAGE,
        )
    settings = workspace.settings()
    return Run(workspace, settings, ready, faults | drafts, as_of, restate, only, say)


@contextmanager
def only_writer(
    workspace: Workspace, wait_hours: float = 0.0, say: Callable[[str], None] = _say_nothing
) -> Iterator[None]:
    """Hold the workspace for writing, after waiting so long for whoever has it.

    The lock is the kernel's: it ends with its process, however that ends, and so is never stale.

    Raises:
        WorkspaceBusy: another process has it still, named by its number.
    """
    path = workspace.home / ".writer"
    with path.open("a+", encoding="utf-8") as file:
        if not _taken(file):
            holder = f"process {_holder(file)} is writing this workspace"
            if wait_hours:
                say(f"{holder}; waiting for it to end, {wait_hours:g} hours at most")
            # A clock that cannot be set: the wait is as long whatever happens to the date.
            last = time.monotonic() + max(wait_hours * 3600, _MOMENT_SECONDS)
            while not _taken(file):
                if time.monotonic() >= last:
                    waited = f" after {wait_hours:g} hours of waiting" if wait_hours else ""
                    raise WorkspaceBusy(
                        "E121",
                        f"process {_holder(file)} is writing this workspace{waited}",
                        where=str(workspace.home),
                        fix="wait for it to end; triggerscape doctor shows which process it is",
                    )
                time.sleep(_LOOK_AGAIN_SECONDS)
            if wait_hours:
                time.sleep(_PAGE_SECONDS)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "unknown"
