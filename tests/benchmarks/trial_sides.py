"""The designs of a built lake, some of them, with nothing loaded that a worker would not load."""

from __future__ import annotations

from pathlib import Path

from flows.feature_steps import design_steps, feature_steps
from flows.run import open_run
from triggerscape.warehouse.build.designs import build_designs
from triggerscape.warehouse.reference.tables import make_reference
from triggerscape.workspace import Workspace


def design(home: Path, schema: str) -> int:
    """Write the designs whose names begin so, of every bucket; gives back how many were stale."""
    run = open_run(Workspace(home))
    inputs = [step.contract for step in feature_steps(run)]
    steps = [step for step in design_steps(run) if step.name.startswith(schema)]
    stale = 0
    for bucket in range(run.buckets):
        with run.connect_to_build(bucket, 1) as con:
            make_reference(con, run.settings)
            made = build_designs(con, run.lake, bucket, steps, run.settings, inputs=inputs)
            stale += sum(built.was_built for built in made)
    return stale


def rows_of_trials(home: Path) -> dict[str, int]:
    """How many rows each table of trials has, over all buckets."""
    run = open_run(Workspace(home))
    names = [step.name for step in design_steps(run) if step.name.startswith("trials.")]
    return {name: run.lake.rows(name) for name in names}
