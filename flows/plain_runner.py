"""The plain runner: walks the steps in this process, with no server."""

from __future__ import annotations

from collections.abc import Callable

from flows.logged import heard, logged
from flows.run import Run, StepOutcome
from flows.steps import step_named
from flows.walking import RunOutcome, walk


def run_plainly(
    run: Run,
    *,
    first: str | None = None,
    last: str | None = None,
    told: Callable[[StepOutcome], None] = lambda _: None,
) -> RunOutcome:
    """Run the steps from ``first`` to ``last``; ``told`` hears of each as it ends."""
    with logged(run, "plain runner", first, last) as noted:

        def do(name: str) -> StepOutcome:
            outcome = step_named(name)(heard(noted, name))
            told(outcome)
            return outcome

        return walk(noted, first, last, do)
