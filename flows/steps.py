"""The steps of a run, listed once; both runners walk this list."""

from __future__ import annotations

from collections.abc import Callable

from flows.build import build, validate
from flows.ingest import ingest
from flows.publish import publish
from flows.run import Run, StepOutcome
from flows.train import train
from triggerscape.errors import Exit, TriggerscapeError

STEPS: tuple[tuple[str, Callable[[Run], StepOutcome]], ...] = (
    ("ingest", ingest),
    ("validate", validate),
    ("build", build),
    ("train", train),
    ("publish", publish),
)


def step_named(name: str) -> Callable[[Run], StepOutcome]:
    """The step of that name; KeyError when there is none."""
    return dict(STEPS)[name]


def chosen_steps(
    first: str | None, last: str | None
) -> tuple[tuple[str, Callable[[Run], StepOutcome]], ...]:
    """The steps from ``first`` to ``last``, both included; all of them by default.

    TriggerscapeError for a step that does not exist, or an empty stretch.
    """
    names = [name for name, _ in STEPS]
    for name in (first, last):
        if name is not None and name not in names:
            raise TriggerscapeError(
                "E130",
                f"there is no step {name}",
                fix=f"choose from {', '.join(names)}",
                exit_code=Exit.USAGE,
            )
    start = names.index(first) if first else 0
    stop = names.index(last) + 1 if last else len(names)
    if start >= stop:
        raise TriggerscapeError(
            "E131", f"{first} comes after {last}", fix="swap --from and --to", exit_code=Exit.USAGE
        )
    return STEPS[start:stop]
