"""What a run leaves on the orchestrator's page, under keys that keep their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.artifacts import create_image_artifact, create_markdown_artifact, create_table_artifact

from flows.orchestrated.fates_chart import as_data_address, fates_chart
from flows.orchestrated.summary import refused_rows, site_rows, summary
from triggerscape.rejected import read_rejects
from triggerscape.status import read_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.walking import RunOutcome
    from triggerscape.workspace import Workspace

SUMMARY, SITES, REFUSED, FATES = "run-summary", "sites", "refused-rows", "row-fates"
_ABOUT = {
    SUMMARY: "What the run did, what needs a person, and the newest release.",
    SITES: "Deliveries, files and rows of each site so far, by what became of them.",
    REFUSED: "Rules that rows broke, by site, and the command that shows the rows.",
    FATES: "Rows of each site: accepted, quarantined, duplicate.",
}


def leave_artifacts(workspace: Workspace, outcome: RunOutcome, needing: Sequence[str] = ()) -> None:
    """One summary of the run, the table of sites with its picture, and the refused rows."""
    status = read_status(workspace)
    release = workspace.releases / (outcome.release_id or "")
    create_markdown_artifact(
        summary(outcome, str(release), needing), key=SUMMARY, description=_ABOUT[SUMMARY]
    )
    create_table_artifact(site_rows(status.sites), key=SITES, description=_ABOUT[SITES])
    create_table_artifact(
        refused_rows(read_rejects(workspace).rows), key=REFUSED, description=_ABOUT[REFUSED]
    )
    create_image_artifact(
        as_data_address(fates_chart(status.sites)), key=FATES, description=_ABOUT[FATES]
    )
