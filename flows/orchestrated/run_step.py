"""One step as a task: names and paths in, counts out, never a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.logged import heard
from flows.run import StepOutcome, open_run
from flows.steps import step_named
from triggerscape.errors import TriggerscapeError, unforeseen
from triggerscape.faults.recognising import fault_in
from triggerscape.faults.telling import told
from triggerscape.run_log.writing import RunLog
from triggerscape.workspace import Workspace

# A store that does not answer may answer in a minute; a faulty file will be as faulty then.
PASSING = frozenset({"E181"})


def is_passing(_task: object, _run: object, state: Any) -> bool:
    """Whether trying again makes sense: only where the fault is elsewhere, and may pass."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, TriggerscapeError) and error.code in PASSING


@task(
    cache_policy=NO_CACHE,
    persist_result=False,
    task_run_name="{step}",
    retries=2,
    retry_delay_seconds=[30, 120],
    retry_condition_fn=is_passing,
)
def run_step(
    step: str, home: str, as_of: str | None, restate: str, sites: tuple[str, ...], *, log: str
) -> StepOutcome:
    """Run one step of the list; ``sites`` narrows the taking in of deliveries, empty for all.

    ``log`` is the file of the run into which its progress goes.
    """
    logger = get_run_logger()
    day = dt.date.fromisoformat(as_of) if as_of else None
    run = open_run(
        Workspace(Path(home)), as_of=day, restate=restate, only=frozenset(sites), say=logger.debug
    )
    noted = replace(run, log=RunLog(Path(log), run.settings["schedule.time_zone"]))
    try:
        outcome = step_named(step)(heard(noted, step))
    except TriggerscapeError:
        raise
    except Exception as error:
        # A library's message may quote a value; the orchestrator keeps what it is told for ever.
        found = fault_in(error)
        if found:
            raise told(found.kind, found.path, run.workspace.home) from None
        fault = unforeseen(error)
        raise TriggerscapeError(
            "E190",
            f"{step} failed: {type(error).__name__}",
            where=fault.where,
            fix=f"triggerscape run --from {step} tries again; {fault.fix}",
        ) from None
    logger.info("%s: %s", outcome.step, outcome.sentence)
    for warning in outcome.warnings:
        logger.warning("%s", warning)
    return outcome
