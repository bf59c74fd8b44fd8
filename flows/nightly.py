"""The nightly flow: the same steps under Prefect, for schedules, retries and a view of each run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.run import StepOutcome, open_run
from flows.steps import step_named
from flows.walking import RunOutcome, walk
from triggerscape.errors import TriggerscapeError
from triggerscape.workspace import Workspace


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="{step}")
def run_step(step: str, home: str, as_of: str | None) -> StepOutcome:
    """Run one step of the list. Takes names and paths and gives back counts, never rows."""
    logger = get_run_logger()
    day = dt.date.fromisoformat(as_of) if as_of else None
    run = open_run(Workspace(Path(home)), as_of=day, say=logger.debug)
    try:
        outcome = step_named(step)(run)
    except TriggerscapeError:
        raise
    except Exception as error:
        # A library's message may quote a value; the orchestrator keeps what it is told for ever.
        raise TriggerscapeError("E190", f"{step} failed: {type(error).__name__}") from None
    logger.info("%s: %s", outcome.step, outcome.sentence)
    for warning in outcome.warnings:
        logger.warning("%s", warning)
    return outcome


@flow(name="nightly", persist_result=False, validate_parameters=False)
def nightly(
    home: str = "workspace",
    as_of: str | None = None,
    first: str | None = None,
    last: str | None = None,
) -> RunOutcome:
    """Ingest, validate, build, train and publish one workspace; gives back what each step did."""
    run = open_run(Workspace(Path(home).expanduser().resolve()))
    home = str(run.workspace.home)
    return walk(run, first, last, lambda step: run_step(step, home, as_of))
