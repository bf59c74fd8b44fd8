"""What a workspace's ledger says: the last run, every site's files, rows held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triggerscape.warehouse.ledger.reading import open_ledger

if TYPE_CHECKING:
    import datetime as dt

    from triggerscape.workspace import Workspace


@dataclass(frozen=True)
class LastRun:
    """The newest run in the ledger."""

    number: int
    started_at: dt.datetime
    finished_at: dt.datetime | None
    state: str
    message: str | None
    release_id: str | None


@dataclass(frozen=True)
class SiteStatus:
    """One site's deliveries, in rows."""

    site_code: str
    deliveries: int
    files: int
    files_refused: int
    rows_in: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int


@dataclass(frozen=True)
class Status:
    """The state of a workspace."""

    last_run: LastRun | None
    sites: tuple[SiteStatus, ...]


def read_status(workspace: Workspace) -> Status:
    """Read the ledger without changing it.

    TriggerscapeError when there is no ledger yet; WorkspaceBusy while a run holds it.
    """
    with open_ledger(workspace) as con:
        runs = con.execute(
            "SELECT run_number, started_at, finished_at, state, message, release_id "
            "FROM ledger.run ORDER BY run_number DESC LIMIT 1"
        ).fetchall()
        sites = con.execute(
            """
            SELECT u.site_code, count(DISTINCT u.delivery_id), count(*),
                count(*) FILTER (u.file_rule <> ''),
                CAST(sum(u.rows_in) AS BIGINT),
                CAST(coalesce(sum(a.rows_accepted), 0) AS BIGINT),
                CAST(coalesce(sum(a.rows_quarantined), 0) AS BIGINT),
                CAST(coalesce(sum(a.rows_duplicate), 0) AS BIGINT)
            FROM ledger.file_use AS u
            LEFT JOIN ledger.row_account AS a ON a.use_id = u.use_id
            GROUP BY u.site_code
            ORDER BY u.site_code
            """
        ).fetchall()
    return Status(LastRun(*runs[0]) if runs else None, tuple(SiteStatus(*site) for site in sites))
