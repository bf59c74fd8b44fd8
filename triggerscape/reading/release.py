"""A release, opened for reading: queries on its tables, and one number with its sentence."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.errors import TriggerscapeError
from triggerscape.reading.connection import open_read_only
from triggerscape.reading.estimate import read_estimate
from triggerscape.reading.open_file import OpenFile
from triggerscape.reading.places import release_file

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from triggerscape.reading.estimate import Estimate


@dataclass(frozen=True)
class OpenRelease(OpenFile):
    """One release. Close it, or use it in a ``with``; its tables are found without ``pub.``"""

    release_id: str
    as_of: dt.date
    is_synthetic: bool

    def estimate(self, table: str, **keys: object) -> Estimate:
        """One number of a table with its sentence; see ``read_estimate``."""
        return read_estimate(self.connection, table, keys)


def open_release(
    path: str | Path | None = None, *, quiet: bool = False, threads: int = 1
) -> OpenRelease:
    """Open the newest release of the workspace, or the one at ``path``, for reading only.

    ``path`` is a workspace, a release folder or its DuckDB file; without one the workspace is that
    of TRIGGERSCAPE_HOME, else ``workspace``. The release's id and as-of date are said once on
    standard error unless ``quiet``.

    TriggerscapeError with the next command when there is no release, or the file is none.
    """
    file = release_file(path)
    con = open_read_only(file, fix="triggerscape run", threads=threads)
    is_release = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'pub' AND table_name = 'release'"
    ).fetchall()
    if is_release != [(1,)]:
        con.close()
        raise TriggerscapeError(
            "E152",
            "this file holds no release",
            where=str(file),
            fix="triggerscape releases list, or triggerscape.open_research() for people",
        )
    con.execute("USE pub")
    release_id, as_of, is_synthetic = con.execute(
        "SELECT release_id, as_of_date, is_synthetic FROM pub.release"
    ).fetchall()[0]
    if not quiet:
        of = ", made-up population" if is_synthetic else ""
        sys.stderr.write(f"release {release_id}, as of {as_of}{of}\n")
    return OpenRelease(con, file, release_id, as_of, is_synthetic)
