"""What a run that went well must still tell a person: sites gone silent, inputs that have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.alerts.matters import Matter
from models.drift.drift_rows import LOOK_FIRST
from triggerscape.quality.measures_ledger import read_measures
from triggerscape.warehouse.ledger.reading import open_ledger

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from flows.alerts.matters import Told
    from flows.walking import RunOutcome
    from triggerscape.settings import Settings
    from triggerscape.workspace import Workspace

# The step that finds out, and the alert.
_FOUND_BY = {"ingest": "site-silent", "train": "model-drift"}
_NEWEST = "newest-day"
"""Under this name is remembered since when the newest day of any site has stayed the same."""


def alerts_looked_for(outcome: RunOutcome) -> list[str]:
    """The alerts of the steps this run had."""
    return [_FOUND_BY[step.step] for step in outcome.steps if step.step in _FOUND_BY]


def watched(
    workspace: Workspace, settings: Settings, outcome: RunOutcome, told: Told
) -> tuple[list[Matter], Told]:
    """Everything a person should know of although the run went well, and what to remember.

    TriggerscapeError where the ledger cannot be read.
    """
    looked_for = alerts_looked_for(outcome)
    if not looked_for:
        return [], told
    newest, today = last_days(workspace), _day_of_run(workspace)
    found: list[Matter] = []
    if "site-silent" in looked_for and newest:
        days = settings["alerts.silent_days"]
        last, told = _newest_since(max(newest.values()), today, told)
        found += [*silent_sites(newest, days), *all_silent(*last, today, days)]
    if "model-drift" in looked_for:
        day = max(newest.values(), default=today)
        found += [
            Matter("model-drift", said, "", day, said)
            for step in outcome.steps
            for said in step.warnings
            if step.step == "train" and said.endswith(LOOK_FIRST)
        ]
    return found, told


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


def silent_sites(newest: Mapping[str, dt.date], silent_days: int) -> list[Matter]:
    """A matter for each site whose newest day lies so far behind the newest of any."""
    last = max(newest.values(), default=None)
    return [
        Matter(
            "site-silent",
            site,
            day.isoformat(),
            last,
            f"site {site} has sent no diary day after {day}, {(last - day).days} days behind the "
            f"newest of any site. To do: triggerscape rejects --site {site}, then ask whoever "
            "sends",
        )
        for site, day in sorted(newest.items())
        if last is not None and (last - day).days >= silent_days
    ]


def all_silent(last: dt.date, since: dt.date, today: dt.date, silent_days: int) -> list[Matter]:
    """The matter that no site at all has sent a newer day for so long, by the days of the runs.

    One site cannot fall behind itself, and all of them fall silent when a share is not mounted.
    """
    still = (today - since).days
    if still < silent_days:
        return []
    return [
        Matter(
            "site-silent",
            "every site",
            last.isoformat(),
            today,
            f"no site has sent a diary day after {last}, and runs have looked for {still} days. "
            "To do: see whether files still reach inbox/",
        )
    ]


def _newest_since(
    last: dt.date, today: dt.date, told: Told
) -> tuple[tuple[dt.date, dt.date], Told]:
    """The newest day of any site with the day of the first run that saw it, and both remembered."""
    fact, since = told.get(_NEWEST, ("", today))
    if fact != last.isoformat():
        since = today
    return (last, since), told | {_NEWEST: (last.isoformat(), since)}


def _day_of_run(workspace: Workspace) -> dt.date:
    """The day on which the newest run of the ledger began."""
    with open_ledger(workspace) as con:
        day: dt.date = con.execute("SELECT max(started_at)::DATE FROM ledger.run").fetchall()[0][0]
    return day
