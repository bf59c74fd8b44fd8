"""The plain runner: walks the steps in this process, with no server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.run import Run, StepOutcome, only_writer
from flows.steps import chosen_steps
from triggerscape.release.history import latest_release
from triggerscape.warehouse import ledger


@dataclass(frozen=True)
class RunOutcome:
    """What a whole run did."""

    steps: tuple[StepOutcome, ...]
    release_id: str | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Every step's warnings, in order."""
        return tuple(warning for step in self.steps for warning in step.warnings)


def run_plainly(
    run: Run,
    *,
    first: str | None = None,
    last: str | None = None,
    told: Callable[[StepOutcome], None] = lambda _: None,
) -> RunOutcome:
    """Run the steps from ``first`` to ``last``; ``told`` hears of each as it ends.

    Holds the workspace for writing throughout. Whatever ends the run is written into the ledger.
    """
    steps = chosen_steps(first, last)
    with only_writer(run.workspace):
        number = begin(run)
        outcomes: list[StepOutcome] = []
        try:
            for _, step in steps:
                outcomes.append(step(run))
                told(outcomes[-1])
        except BaseException as error:
            end(run, number, "failed", _plain(error))
            raise
        return end(run, number, "completed", outcomes[-1].sentence, outcomes)


def begin(run: Run) -> int:
    """Write the start of a run into the ledger; gives back its number."""
    with run.open_build() as build:
        ledger.prepare(build)
        return ledger.start_run(build)


def end(
    run: Run, number: int, state: str, message: str, outcomes: Sequence[StepOutcome] = ()
) -> RunOutcome:
    """Write the end of a run into the ledger."""
    release = latest_release(run.workspace.releases)
    release_id = release.release_id if release else None
    with run.open_build() as build:
        ledger.finish_run(build, number, state, message, release_id)
    return RunOutcome(tuple(outcomes), release_id)


def _plain(error: BaseException) -> str:
    """The error without anything a row could have put into it: our own messages, else its kind."""
    message = getattr(error, "message", None)
    return str(message) if message else type(error).__name__
