"""Where no therapy on record does not mean no therapy, told by site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.days import DIARY_SPINE
from triggerscape.contract.deliveries import DELIVERED_PERIOD
from triggerscape.warehouse.lake import view_of_files

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from triggerscape.warehouse.lake import Lake


def undelivered_sentences(
    con: duckdb.DuckDBPyConnection, lake: Lake, expecting: Collection[str]
) -> list[str]:
    """A sentence for each site that should send therapies and has diary days without them.

    A site should send them when its profile says so (``expecting``) or it has ever sent a file of
    them. A diary day has them when deliveries stand for it in full: with a manifest that gives its
    days, every file in use and nothing excluded.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE expecting (site_code VARCHAR)")
    con.executemany("INSERT INTO expecting VALUES (?)", [[site] for site in ["", *expecting]])
    spine = view_of_files(lake.files(DIARY_SPINE.name), DIARY_SPINE)
    found = con.execute(
        f"""
        WITH asked AS (
            SELECT site_code FROM expecting
            UNION
            SELECT site_code FROM ledger.file_use WHERE contract = 'therapy'
        ),
        site_day AS (
            SELECT DISTINCT site_code, diary_date
            FROM ({spine})
            WHERE NOT date_is_relative AND site_code IN (SELECT site_code FROM asked)
        )
        SELECT s.site_code, count(*) AS days, count(p.site_code) AS delivered
        FROM site_day AS s
        LEFT JOIN {DELIVERED_PERIOD.name} AS p
            ON p.site_code = s.site_code AND p.contract = 'therapy' AND p.is_complete
            AND s.diary_date BETWEEN p.from_date AND p.to_date
        GROUP BY s.site_code
        HAVING delivered < days
        ORDER BY s.site_code
        """
    ).fetchall()
    return [
        f"site {site}: therapies were delivered in full for {delivered:,} of {days:,} diary days; "
        "on the others nobody counts as untreated, so no therapy start there is compared"
        for site, days, delivered in found
    ]
