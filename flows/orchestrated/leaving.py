"""The end of a run that went well: what it leaves on its page, and whom it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import get_run_logger

from flows.orchestrated.alerts import Heard, tell_of_night
from flows.orchestrated.artifacts import leave_artifacts
from flows.orchestrated.endings import trouble
from flows.orchestrated.lost_server import wait_for_server
from triggerscape.errors import TriggerscapeError, unforeseen

if TYPE_CHECKING:
    from flows.walking import RunOutcome
    from triggerscape.settings import Settings
    from triggerscape.workspace import Workspace


def left_behind(workspace: Workspace, settings: Settings, outcome: RunOutcome) -> tuple[str, ...]:
    """Tell whoever is to be told, leave the artifacts; gives back what needs a person.

    The next run may have the ledger by now, or the server be gone. What this one did is done, so
    that is no failure of it: it is said, and the next run leaves the same.
    """
    heard = Heard()
    try:
        heard = tell_of_night(workspace, settings, outcome)
        wait_for_server(get_run_logger().warning)
        leave_artifacts(workspace, outcome, heard.sentences)
    except Exception as raised:
        error = raised if isinstance(raised, TriggerscapeError) else unforeseen(raised)
        return (*heard.sentences, f"this run's page is not complete: {trouble(error)}")
    return heard.sentences
