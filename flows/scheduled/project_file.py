"""The same deployments as a prefect.yaml, for those who deploy with Prefect's own command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from flows.run import open_run
from flows.scheduled.deployments import AT_ONCE, JOB_VARIABLES, POOL, QUEUE, deployments_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.scheduled.deployments import Deployment
    from triggerscape.settings import Settings
    from triggerscape.workspace import Workspace

# Filled in by Prefect when it deploys: the path of the workspace.
ANY_HOME = "{{ $TRIGGERSCAPE_HOME }}"


def project_file_of(workspace: Workspace) -> str:
    """The prefect.yaml of one workspace, with its own times and a deployment for every site.

    SettingsError where there is no workspace.
    """
    run = open_run(workspace)
    planned = deployments_of(str(workspace.home), sorted(run.profiles), run.settings)
    return project_file(planned, run.settings)


def project_file(deployments: Sequence[Deployment], settings: Settings) -> str:
    """The text of a prefect.yaml that deploys what ``applying.apply`` deploys."""
    pages = Environment(
        loader=PackageLoader("flows.scheduled", "."),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    pages.filters["as_text"] = _as_text
    return pages.get_template("prefect.yaml.jinja").render(
        deployments=deployments,
        at_once=AT_ONCE,
        job_variables=JOB_VARIABLES,
        pool=POOL,
        queue=QUEUE,
        is_of_any_home=any(one.parameters["home"] == ANY_HOME for one in deployments),
        time_zone=settings["schedule.time_zone"],
    )


def _as_text(value: object) -> str:
    """A value as JSON has it, which YAML reads alike."""
    return json.dumps(value, ensure_ascii=False)
