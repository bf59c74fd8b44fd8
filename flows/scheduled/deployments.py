"""What is scheduled of a workspace: declared once, for the server and for prefect.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triggerscape.settings import Settings

POOL = "triggerscape"
TAG = "triggerscape"
ALERT = "tell-a-person"
# A deployment runs once at a time; who comes second waits.
LIMIT = {"limit": 1, "collision_strategy": "ENQUEUE"}
_MODULE = "flows.nightly"


@dataclass(frozen=True)
class Deployment:
    """One flow with its parameters and its time; without a time it starts when asked to."""

    name: str
    flow: str
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    cron: str = ""
    tags: tuple[str, ...] = (TAG,)

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
            "Fit every model again and see whether their inputs have moved.",
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
        Deployment(ALERT, "alert", "Send the mail of an alert: started by the automations.", where),
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
