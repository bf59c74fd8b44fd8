"""What a run that went well must still tell a person: sites gone silent, inputs that have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.drift.drift_rows import LOOK_FIRST
from triggerscape.quality.measures_ledger import read_measures
from triggerscape.warehouse.ledger.reading import open_ledger

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from flows.walking import RunOutcome
    from triggerscape.settings import Settings
    from triggerscape.workspace import Workspace


def worth_telling(
    workspace: Workspace, settings: Settings, outcome: RunOutcome
) -> list[tuple[str, str]]:
    """Alert and sentence of everything a person should hear of although the run went well."""
    told = []
    steps = {step.step: step for step in outcome.steps}
    if "ingest" in steps:
        silent = silent_sites(last_days(workspace), settings["alerts.silent_days"])
        told += [("site-silent", sentence) for sentence in silent]
    if "train" in steps:
        moved = [one for one in steps["train"].warnings if one.endswith(LOOK_FIRST)]
        told += [("model-drift", sentence) for sentence in moved]
    return told


def last_days(workspace: Workspace) -> dict[str, dt.date]:
    """The newest day of any sound diary row of each site, by the ledger."""
    with open_ledger(workspace) as con:
        files = [file for file in read_measures(con) if file.contract == "diary"]
    found: dict[str, dt.date] = {}
    for file in files:
        day = file.last_day
        if day is not None and day > found.get(file.site_code, day.min):
            found[file.site_code] = day
    return found


def silent_sites(newest: Mapping[str, dt.date], silent_days: int) -> list[str]:
    """A sentence a site whose newest day lies so far behind the newest of any."""
    if not newest:
        return []
    last = max(newest.values())
    return [
        f"site {site} has sent no diary day after {day}, {(last - day).days} days behind the newest"
        for site, day in sorted(newest.items())
        if (last - day).days >= silent_days
    ]
