"""Walking the steps: what both runners share, from the lock to the last line in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flows.run import Run, StepOutcome, only_writer
from flows.steps import chosen_steps
from triggerscape.errors import TriggerscapeError
from triggerscape.release.history import latest_release
from triggerscape.warehouse.ledger import ledger


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
    run: Run, first: str | None, last: str | None, do: Callable[[str], StepOutcome]
) -> RunOutcome:
    """Let ``do`` run each step by its name, from ``first`` to ``last``, both included.

    Holds the workspace for writing throughout. Whatever ends the run is written into the ledger.
    """
    steps = chosen_steps(first, last)
    with only_writer(run.workspace):
        with run.open_build() as build:
            number = ledger.start_run(build)
        outcomes: list[StepOutcome] = []
        try:
            outcomes += (do(name) for name, _ in steps)
        except BaseException as error:
            _finish(run, number, "failed", _plain(error))
            raise
        release_id = _finish(run, number, "completed", outcomes[-1].sentence)
    return RunOutcome(tuple(outcomes), release_id)


def _finish(run: Run, number: int, state: str, message: str) -> str | None:
    """Write the end of a run into the ledger; gives back the newest release."""
    release = latest_release(run.workspace.releases)
    release_id = release.release_id if release else None
    with run.open_build() as build:
        ledger.finish_run(build, number, state, message, release_id)
    return release_id


def _plain(error: BaseException) -> str:
    """Our own message, else only the kind: a library's text may quote a value of a row."""
    return error.message if isinstance(error, TriggerscapeError) else type(error).__name__
