"""What the ledger knows of deliveries: records of them, what follows, and each bucket's share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from triggerscape.contract.ddl import create_table
from triggerscape.contract.deliveries import DELIVERED_PERIOD, FULL_DELIVERY, KEY_VARIANT
from triggerscape.warehouse.fingerprints import fingerprint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    import duckdb

    from triggerscape.contract.language import Table

READ_BY_BUCKETS: tuple[Table, ...] = (DELIVERED_PERIOD, FULL_DELIVERY, KEY_VARIANT)


@dataclass(frozen=True)
class DeliveryRecord:
    """One delivery; fields as in ledger.delivery."""

    site_code: str
    delivery_id: str
    is_attested: bool
    mode: str
    period_start: dt.date | None
    period_end: dt.date | None
    extracted_at: dt.datetime | None
    excluded: str


@dataclass(frozen=True)
class SiteDeliveries:
    """The rows of READ_BY_BUCKETS by table and site, and the site of every use of a file."""

    rows: Mapping[str, Mapping[str, tuple[tuple[Any, ...], ...]]]
    site_of: Mapping[str, str]

    def open(self, con: duckdb.DuckDBPyConnection, uses: Iterable[str]) -> dict[str, str]:
        """Make the tables in a connection, with the rows of the sites of these uses alone.

        Gives back each table's recipe, so that a bucket is built again only when something is new
        about one of its own sites.
        """
        sites = sorted({self.site_of[use] for use in uses if use in self.site_of})
        con.execute("CREATE SCHEMA IF NOT EXISTS ledger")
        recipes = {}
        for table in READ_BY_BUCKETS:
            of_sites = self.rows.get(table.name, {})
            rows = [row for site in sites for row in of_sites.get(site, ())]
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
            con.execute(create_table(table))
            if rows:
                places = ", ".join("?" for _ in table)
                con.executemany(f"INSERT INTO {table.name} VALUES ({places})", rows)
            recipes[table.name] = fingerprint(*map(repr, rows))
        return recipes


NO_DELIVERIES = SiteDeliveries({}, {})


def record_delivery(con: duckdb.DuckDBPyConnection, delivery: DeliveryRecord) -> None:
    """Replace what the ledger says about a delivery."""
    places = ", ".join("?" for _ in astuple(delivery))
    con.execute(f"INSERT OR REPLACE INTO ledger.delivery VALUES ({places})", astuple(delivery))


def record_version(con: duckdb.DuckDBPyConnection, use_id: str, source_sha256: str) -> int:
    """Remember that a use had this content; gives back which of its contents that is, from 1."""
    con.execute(
        "INSERT OR IGNORE INTO ledger.file_version "
        "SELECT $1, $2, count(*) + 1 FROM ledger.file_version WHERE use_id = $1",
        [use_id, source_sha256],
    )
    found = con.execute(
        "SELECT version_number FROM ledger.file_version WHERE use_id = ? AND source_sha256 = ?",
        [use_id, source_sha256],
    ).fetchall()
    return int(found[0][0])


def read_deliveries(con: duckdb.DuckDBPyConnection) -> SiteDeliveries:
    """What settle_deliveries found, as the buckets read it."""
    rows: dict[str, dict[str, tuple[tuple[Any, ...], ...]]] = {}
    for table in READ_BY_BUCKETS:
        by_site: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in con.execute(f"SELECT * FROM {table.name} ORDER BY ALL").fetchall():
            by_site[str(row[0])].append(row)
        rows[table.name] = {site: tuple(found) for site, found in by_site.items()}
    uses = con.execute("SELECT use_id, site_code FROM ledger.file_use").fetchall()
    return SiteDeliveries(rows, dict(uses))
