"""The flows: the same steps under Prefect, for schedules, retries and a view of each run."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.backfill import forget_judgements
from flows.orchestrated.alerts import tell
from flows.orchestrated.artifacts import leave_artifacts
from flows.orchestrated.endings import ending, kind_of, trouble
from flows.orchestrated.run_step import run_step
from flows.orchestrated.watching import worth_telling
from flows.run import open_run
from flows.time_limit import at_most
from flows.walking import walk
from triggerscape.errors import TriggerscapeError, unforeseen
from triggerscape.workspace import Workspace


def run_name() -> str:
    """What a run is called in lists: the flow, the workspace, and the sites it is narrowed to."""
    asked = flow_run.parameters
    sites = asked.get("sites") or ([asked["site"]] if asked.get("site") else [])
    return " ".join([flow_run.flow_name, Path(str(asked.get("home", ""))).name, *sites])


_OPTIONS: dict[str, Any] = {
    "flow_run_name": run_name,
    "persist_result": False,
    "validate_parameters": False,
    "log_prints": False,
}


@flow(name="nightly", **_OPTIONS)
def nightly(
    home: str = "workspace",
    as_of: str | None = None,
    first: str | None = None,
    last: str | None = None,
    *,
    restate: str = "",
    sites: tuple[str, ...] = (),
) -> Any:
    """Walk the steps from ``first`` to ``last`` over one workspace, all of them by default.

    Ends as Completed, as With warnings, or as Failed with what happened and what to type; its
    result is a ``RunOutcome``.
    """
    return _walked(home, first, last, as_of=as_of, restate=restate, sites=tuple(sites))


@flow(name="ingest", **_OPTIONS)
def ingest(home: str = "workspace", sites: tuple[str, ...] = ()) -> Any:
    """Take in and judge the deliveries of these sites, or of all."""
    return _walked(home, "ingest", "ingest", sites=tuple(sites))


@flow(name="validate", **_OPTIONS)
def validate(home: str = "workspace") -> Any:
    """Judge what is new in the person-level tables."""
    return _walked(home, "validate", "validate")


@flow(name="build", **_OPTIONS)
def build(home: str = "workspace") -> Any:
    """Rebuild what the night's rows change."""
    return _walked(home, "build", "build")


@flow(name="train", **_OPTIONS)
def train(home: str = "workspace", as_of: str | None = None) -> Any:
    """Fit every model again, and see whether their inputs have moved."""
    return _walked(home, "train", "train", as_of=as_of)


@flow(name="publish", **_OPTIONS)
def publish(home: str = "workspace", as_of: str | None = None, restate: str = "") -> Any:
    """Fit the models and publish a release, if a window has closed or a restatement is asked for.

    Models are fitted in the same run: estimates and the counts beside them are of the same days.
    """
    return _walked(home, "train", "publish", as_of=as_of, restate=restate)


@flow(name="backfill", **_OPTIONS)
def backfill(
    home: str = "workspace", site: str = "", since: str | None = None, until: str | None = None
) -> Any:
    """Take in again what a site sent of these days, and rebuild what follows from it."""
    days = [dt.date.fromisoformat(day) if day else None for day in (since, until)]
    workspace = Workspace(Path(home).expanduser().resolve())
    try:
        files = forget_judgements(open_run(workspace), site, *days)
    except TriggerscapeError as error:
        return _failed(workspace, error)
    get_run_logger().info("%s files of site %s are judged again", files, site)
    return _walked(home, "ingest", "build", sites=(site,))


@flow(name="alert", **_OPTIONS)
def alert(home: str = "workspace", alert: str = "run-failed", sentence: str = "") -> Any:
    """Send the mail of an alert that no run could raise by itself."""
    settings = Workspace(Path(home).expanduser().resolve()).settings()
    is_told = tell(settings, alert, "the server", sentence)
    return Completed(message="mail sent" if is_told else "nobody is to be told, or no mail server")


def _walked(
    home: str,
    first: str | None,
    last: str | None,
    *,
    as_of: str | None = None,
    restate: str = "",
    sites: tuple[str, ...] = (),
) -> Any:
    workspace = Workspace(Path(home).expanduser().resolve())
    try:
        run = open_run(workspace)
        with at_most(run.settings["schedule.hours"]):
            outcome = walk(
                run,
                first,
                last,
                lambda step: run_step(step, str(workspace.home), as_of, restate, sites),
            )
    except Exception as raised:
        # Whatever a library says may quote a value: only its kind and place are told.
        error = raised if isinstance(raised, TriggerscapeError) else unforeseen(raised)
        return _failed(workspace, error)
    leave_artifacts(workspace, outcome)
    for kind, sentence in worth_telling(workspace, run.settings, outcome):
        tell(run.settings, kind, flow_run.name or "run", sentence)
    name, message = ending(outcome)
    get_run_logger().info("%s", message)
    return Completed(name=name, message=message, data=outcome)


def _failed(workspace: Workspace, error: TriggerscapeError) -> Any:
    with suppress(TriggerscapeError):  # settings that cannot be read name nobody to tell
        tell(workspace.settings(), kind_of(error), flow_run.name or "run", trouble(error))
    return Failed(message=trouble(error), data=error)
