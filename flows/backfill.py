"""Backfill: take in again what a site sent of certain days, and rebuild what follows from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flows.run import Run, only_writer
from triggerscape.errors import Exit, TriggerscapeError
from triggerscape.quality.measures_ledger import read_measures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triggerscape.quality.file_measures import FileMeasures


def asked_day(text: str | None) -> dt.date | None:
    """A day as it is asked for; None where none is named. TriggerscapeError where it is no day."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise TriggerscapeError(
            "E135",
            "a day to take in again is not written as one",
            fix="write it as 2026-10-31: --param since=2026-10-01 --param until=2026-10-31",
            exit_code=Exit.USAGE,
        ) from None


def forget_judgements(run: Run, site: str, since: dt.date | None, until: dt.date | None) -> int:
    """Let the next run judge the site's files of these days again; gives back how many files.

    A file whose days are not known counts as of all days. Nothing is lost meanwhile: what the files
    gave stays in use until they are judged again.

    Raises:
        TriggerscapeError: no such site, or the days are in the wrong order.
    """
    if site not in run.profiles:
        raise TriggerscapeError(
            "E133",
            f"there is no site {site} to take in again",
            fix=f"choose from {', '.join(sorted(run.profiles))}",
            exit_code=Exit.USAGE,
        )
    if since and until and since > until:
        raise TriggerscapeError(
            "E134", "the first day lies after the last", fix="swap them", exit_code=Exit.USAGE
        )
    with only_writer(run.workspace, run.wait_hours, run.say), run.open_build() as build:
        files = [file for file in read_measures(build) if file.site_code == site]
        chosen = sorted(file.use_id for file in _of_days(files, since, until))
        for use in chosen:
            build.execute("UPDATE ledger.file_use SET recipe = '' WHERE use_id = ?", [use])
    return len(chosen)


def _of_days(
    files: Iterable[FileMeasures], since: dt.date | None, until: dt.date | None
) -> Iterable[FileMeasures]:
    for file in files:
        first, last = file.first_day, file.last_day
        if last is not None and since is not None and last < since:
            continue
        if first is not None and until is not None and first > until:
            continue
        yield file
