"""What is scheduled of a workspace: declared once, for the server and for prefect.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flows.prefect_runner import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.settings import Settings

POOL = "triggerscape"
TAG = "triggerscape"
ALERT = "tell-a-person"
# All that writes the workspace waits in one queue. A slot of Prefect's own would have to be renewed
# by the run every few minutes: a server lost for longer would stop the night it only watches.
QUEUE = "workspace"
# One works, one stands at the door of the workspace, whose lock the kernel frees with its process.
# With a limit of one, a run the server wrongly believes at work would keep every night waiting.
AT_ONCE = 2
# Mail waits for nobody.
MAIL_QUEUE = "default"
_MODULE = "flows.nightly"
# What each run finds in its environment, whatever its worker was started with.
_EVERYWHERE = ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_CLIENT_MAX_RETRIES")
JOB_VARIABLES: dict[str, Any] = {"env": {name: QUIET[name] for name in _EVERYWHERE}}


@dataclass(frozen=True)
class Deployment:
    """One flow with its parameters and its time; without a time it starts when asked to."""

    name: str
    flow: str
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    cron: str = ""
    tags: tuple[str, ...] = (TAG,)
    queue: str = QUEUE

    @property
    def entrypoint(self) -> str:
        """Where a worker finds the flow: a module path of the installed package."""
        return f"{_MODULE}.{self.flow}"


def deployments_of(home: str, sites: Sequence[str], settings: Settings) -> list[Deployment]:
    """Everything that can run of one workspace, in order: nightly first, sites last."""
    where = {"home": home}
    return [
        Deployment(
            "nightly",
            "nightly",
            "Take in deliveries, judge them, rebuild what they change.",
            where | {"last": "build"},
            settings["schedule.nightly"],
        ),
        Deployment(
            "weekly-training",
            "train",
            "Fit the models where anything changed, and see whether their inputs have moved.",
            where,
            settings["schedule.training"],
        ),
        Deployment(
            "monthly-release",
            "publish",
            "Publish a release where a window of 28 days has closed since the last.",
            where,
            settings["schedule.release"],
        ),
        Deployment(
            "backfill",
            "backfill",
            "Take in again what a site sent of certain days: site, since, until.",
            where | {"site": ""},
        ),
        Deployment(
            "ingest",
            "ingest",
            "Take in what every site has sent, or only the sites named.",
            where | {"sites": []},
        ),
        Deployment("validate", "validate", "Judge what is new in the person-level tables.", where),
        Deployment("build", "build", "Rebuild what the newest rows change.", where),
        Deployment(
            ALERT,
            "alert",
            "Send the mail of an alert: started by the automations.",
            where,
            queue=MAIL_QUEUE,
        ),
        *(
            Deployment(
                f"ingest-{site.lower()}",
                "ingest",
                f"Take in what site {site} has sent.",
                where | {"sites": [site]},
                tags=(TAG, f"site:{site}"),
            )
            for site in sites
        ),
    ]
