"""Walking the steps: what both runners share, from the lock to the last line in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from flows.logged import START, heard, log_end, log_step
from flows.run import Run, StepOutcome, only_writer
from flows.steps import chosen_steps
from triggerscape.errors import TriggerscapeError
from triggerscape.faults.ground import refuse_unfit
from triggerscape.faults.recognising import fault_in
from triggerscape.faults.telling import faults_told, told
from triggerscape.release.history import latest_release
from triggerscape.run_log.reading import NUMBERED
from triggerscape.warehouse.ledger import ledger
from triggerscape.withdrawal.erasing.vault_traces import forget_passing


@dataclass(frozen=True)
class RunOutcome:
    """What a whole run did."""

    steps: tuple[StepOutcome, ...]
    release_id: str | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Every step's warnings, in order."""
        return tuple(warning for step in self.steps for warning in step.warnings)


def walk(
    run: Run,
    first: str | None,
    last: str | None,
    do: Callable[[str], StepOutcome],
    limit: AbstractContextManager[None] | None = None,
) -> RunOutcome:
    """Let ``do`` run each step by its name, from ``first`` to ``last``, both included.

    Holds the workspace for writing throughout; ``limit`` is held too, from when its turn has come.
    Whatever ends the run is written into the ledger.
    """
    steps = chosen_steps(first, last)
    with (
        faults_told(run.workspace.home),
        only_writer(run.workspace, run.wait_hours, heard(run, START).say),
        limit or nullcontext(),
    ):
        refuse_unfit(run.workspace)
        forget_passing(run.workspace.vault)  # what a killed run left there holds rows
        with run.open_build() as build:
            number = ledger.start_run(build)
        run.log.line(START, NUMBERED.format(number=number))
        took: dict[str, float] = {}
        outcomes: list[StepOutcome] = []
        try:
            outcomes += (log_step(run.log, name, do, took) for name, _ in steps)
        except BaseException as error:
            # What ended the run may keep its end from being written: then it stays unfinished.
            with suppress(Exception):
                _finish(run, number, "failed", _plain(error, run.workspace.home))
            raise
        release_id = _finish(run, number, "completed", outcomes[-1].sentence)
    outcome = RunOutcome(tuple(outcomes), release_id)
    log_end(run.log, outcome, took)
    return outcome


def _finish(run: Run, number: int, state: str, message: str) -> str | None:
    """Write the end of a run into the ledger; gives back the newest release."""
    release = latest_release(run.workspace.releases)
    release_id = release.release_id if release else None
    with run.open_build() as build:
        ledger.finish_run(build, number, state, message, release_id)
    return release_id


def _plain(error: BaseException, home: Path) -> str:
    """Our own message, else only the kind: a library's text may quote a value of a row."""
    if isinstance(error, TriggerscapeError):
        return error.message
    found = fault_in(error)
    return told(found.kind, found.path, home).message if found else type(error).__name__
