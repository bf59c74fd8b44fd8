"""The person-level copy, opened for reading: it never leaves the workspace."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from triggerscape.errors import TriggerscapeError
from triggerscape.reading.connection import open_read_only
from triggerscape.reading.open_file import OpenFile
from triggerscape.reading.places import research_file

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@dataclass(frozen=True)
class OpenResearch(OpenFile):
    """The copy as it was when it was opened; a later run does not change it under its reader.

    ``recipe`` changes when any of its tables does. ``last_day`` is the last diary day that has a
    place in the calendar, None where no diary has dates.
    """

    recipe: str
    last_day: dt.date | None


def open_research(
    path: str | Path | None = None, *, quiet: bool = False, threads: int = 1
) -> OpenResearch:
    """Open research.duckdb of the workspace, or the one at ``path``, for reading only.

    Its recipe and last diary day are said once on standard error unless ``quiet``.

    TriggerscapeError with the next command when there is none yet, or the file is another.
    """
    file = research_file(path)
    con = open_read_only(file, fix="triggerscape run", threads=threads)
    try:
        recipe = str(con.execute("SELECT recipe FROM made_of").fetchall()[0][0])
        last_day = con.execute(
            "SELECT max(diary_date) FROM core.diary_day WHERE NOT date_is_relative"
        ).fetchall()[0][0]
    except duckdb.CatalogException:
        con.close()
        raise TriggerscapeError(
            "E152",
            "this file is no person-level copy",
            where=str(file),
            fix="triggerscape run, or triggerscape.open_release() for a release",
        ) from None
    if not quiet:
        days = f"days up to {last_day}" if last_day else "no dates of the calendar"
        sys.stderr.write(f"person-level copy {recipe[:12]}, {days}; it stays in the workspace\n")
    return OpenResearch(con, file, recipe, last_day)
