"""The flows: the same steps under Prefect, for schedules, retries and a view of each run."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.runtime import deployment, flow_run
from prefect.states import Completed, Failed

from flows.alerts.letter import SUBJECTS, TRIAL
from flows.alerts.outbox import is_first
from flows.alerts.telling import tell
from flows.backfill import asked_day, forget_judgements
from flows.logged import logged
from flows.orchestrated.alerts import letter_of, tell_of_failure
from flows.orchestrated.endings import ending, trouble
from flows.orchestrated.leaving import left_behind
from flows.orchestrated.lost_server import wait_for_server
from flows.orchestrated.run_step import run_step
from flows.run import Run, open_run
from flows.time_limit import at_most
from flows.walking import walk
from triggerscape.errors import TriggerscapeError
from triggerscape.faults.telling import as_told
from triggerscape.workspace import Workspace


def run_name() -> str:
    """What a run is called in lists: the flow, the workspace, and the sites and days asked for."""
    asked = flow_run.parameters
    sites = asked.get("sites") or ([asked["site"]] if asked.get("site") else [])
    since, until = asked.get("since"), asked.get("until")
    days = [*(["from", since] if since else []), *(["to", until] if until else [])]
    which = [asked["alert"]] if asked.get("alert") else []
    home = Path(str(asked.get("home", ""))).name
    return " ".join([flow_run.flow_name, home, *map(str, [*sites, *days, *which])])


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
    """Fit the models where anything changed, and see whether their inputs have moved."""
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
    workspace = Workspace(Path(home).expanduser().resolve())
    try:
        days = [asked_day(day) for day in (since, until)]
        files = forget_judgements(_opened(workspace), site, *days)
    except Exception as raised:
        return _failed(workspace, as_told(raised, workspace.home))
    get_run_logger().info("%s files of site %s are judged again", files, site)
    return _walked(home, "ingest", "build", sites=(site,))


@flow(name="alert", **_OPTIONS)
def alert(
    home: str = "workspace",
    alert: str = TRIAL,
    *,
    sentence: str = "",
    about: str = "",
    once: str = "",
) -> Any:
    """Send the mail of an alert that no run could raise by itself; a trial where none is named.

    ``about`` is the run the alert is of. What is raised again under the name ``once``, or within
    the same hour where it has none, is told once.
    """
    workspace = Workspace(Path(home).expanduser().resolve())
    if alert not in SUBJECTS:
        return Failed(message=f"there is no alert {alert}; choose from {', '.join(SUBJECTS)}")
    try:
        settings = workspace.settings()
    except TriggerscapeError as error:
        return Failed(message=trouble(error))
    receivers = settings["alerts.email_to"]
    if not receivers:
        return Completed(message="nobody is to be told: alerts.email_to is empty")
    letter = letter_of(workspace, alert, sentence, about)
    if alert != TRIAL and not is_first(workspace, f"{alert} {about} {once or letter.hour}"):
        return Completed(message="told already: the server raised it twice")
    untold = tell(workspace, settings, [letter])
    if untold:
        return Failed(message=untold)
    return Completed(message=f"mail sent to {', '.join(receivers)}")


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
        run = replace(_opened(workspace), restate=restate, only=frozenset(sites))
        with logged(run, f"Prefect run {flow_run.name}", first, last) as noted:
            log = str(noted.log.path)
            outcome = walk(
                noted,
                first,
                last,
                lambda step: run_step(step, str(workspace.home), as_of, restate, sites, log=log),
                at_most(run.settings["schedule.hours"]),
            )
    except Exception as raised:
        # Whatever a library says may quote a value: only its kind and place are told.
        return _failed(workspace, as_told(raised, workspace.home))
    needing = left_behind(workspace, run.settings, outcome)
    for sentence in needing:
        get_run_logger().warning("%s", sentence)
    name, message = ending(outcome, needing)
    get_run_logger().info("%s", message)
    return Completed(name=name, message=message, data=outcome)


def _opened(workspace: Workspace) -> Run:
    """The run; one that is scheduled waits for its turn where another has the workspace."""
    run = open_run(workspace, say=get_run_logger().info)
    is_scheduled = deployment.id is not None  # else a person waits for an answer
    return replace(run, wait_hours=run.settings["schedule.wait_hours"] if is_scheduled else 0)


def _failed(workspace: Workspace, error: TriggerscapeError) -> Any:
    message = trouble(error)
    with suppress(Exception):  # settings that cannot be read name nobody to tell
        untold = tell_of_failure(workspace, error)
        message = f"{message}. {untold}" if untold else message
    wait_for_server(get_run_logger().warning)
    return Failed(message=message, data=error)
