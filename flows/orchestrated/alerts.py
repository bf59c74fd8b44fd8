"""What a run tells a person as it ends, and what its own page says of that."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prefect.runtime import flow_run

from flows.alerts.letter import TRIAL, Letter
from flows.alerts.matters import after_telling, due, read_told, write_told
from flows.alerts.telling import tell
from flows.alerts.trial import SENTENCE
from flows.orchestrated.endings import kind_of, trouble
from flows.orchestrated.watching import alerts_looked_for, watched

if TYPE_CHECKING:
    from flows.walking import RunOutcome
    from triggerscape.errors import TriggerscapeError
    from triggerscape.settings import Settings
    from triggerscape.workspace import Workspace


@dataclass(frozen=True)
class Heard:
    """What lasts and needs a person, told tonight or before; ``untold`` says why nobody was told.

    ``untold`` is empty where all was told, and where nobody is to be told.
    """

    matters: tuple[str, ...] = ()
    untold: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, what could not be told first."""
        return (*([self.untold] if self.untold else []), *self.matters)


def letter_of(workspace: Workspace, alert: str, sentence: str, run: str = "") -> Letter:
    """A letter of this run, or of the run named; an alert that is a trial says so."""
    return Letter(
        alert=alert,
        workspace=str(workspace.home),
        run=run or flow_run.name or "run",
        sentence=sentence or (SENTENCE if alert == TRIAL else ""),
        written=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        page=flow_run.ui_url or "",
    )


def tell_of_night(workspace: Workspace, settings: Settings, outcome: RunOutcome) -> Heard:
    """Tell what lasts, where it is new or has not been told for long; send what still waits."""
    before = read_told(workspace)
    matters, told = watched(workspace, settings, outcome, before)
    said = due(matters, told, settings["alerts.repeat_days"])
    letters = [letter_of(workspace, one.alert, one.sentence) for one in said]
    untold = tell(workspace, settings, letters)
    is_anybody_told = bool(settings["alerts.email_to"])
    if is_anybody_told:
        told = after_telling(matters, said, told, alerts_looked_for(outcome))
    if told != before:
        with suppress(OSError):  # then it is told again, which is better than never
            write_told(workspace, told)
    return Heard(tuple(one.sentence for one in matters), untold)


def tell_of_failure(workspace: Workspace, error: TriggerscapeError) -> str:
    """Tell that the run failed; gives back why nobody could be told, else nothing.

    SettingsError where the settings cannot be read: then nobody is named.
    """
    letter = letter_of(workspace, kind_of(error), trouble(error))
    return tell(workspace, workspace.settings(), [letter])
