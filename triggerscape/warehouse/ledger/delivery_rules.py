"""What follows from the deliveries on record: days known to be complete, what silence deletes.

Every statement reads the whole ledger and replaces the whole table, so that the answer depends on
what was sent and never on the order in which it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triggerscape.contract.catalogue import INPUTS
from triggerscape.contract.core import DAY_OF
from triggerscape.warehouse.literals import sql_text, sql_texts

if TYPE_CHECKING:
    import duckdb

    from triggerscape.warehouse.lake import Lake

# A contract of a delivery is complete where the delivery is attested, none of its files is held
# back and the manifest does not exclude it. Without a manifest nothing is known of what is missing.
_CAME = """
    SELECT u.site_code, u.delivery_id, u.contract, d.mode, d.period_start, d.period_end,
        d.extracted_at, CAST(sum(u.rows_refused) AS BIGINT) AS rows_refused,
        bool_and(u.file_rule = '')
        AND NOT list_contains(string_split(d.excluded, ' '), u.contract) AS is_complete
    FROM ledger.file_use AS u
    JOIN ledger.delivery AS d ON d.site_code = u.site_code AND d.delivery_id = u.delivery_id
    WHERE d.is_attested AND d.period_start IS NOT NULL
    GROUP BY u.site_code, u.delivery_id, u.contract, d.mode, d.period_start, d.period_end,
        d.extracted_at, d.excluded
"""
_DELIVERED_PERIOD = f"""
INSERT INTO ledger.delivered_period
WITH reached AS (
    SELECT *,
        max(period_end) OVER (
            PARTITION BY site_code, contract, is_complete ORDER BY period_start, period_end
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM ({_CAME})
),
numbered AS (
    SELECT *,
        count(*) FILTER (reached IS NULL OR period_start > reached + 1) OVER (
            PARTITION BY site_code, contract, is_complete ORDER BY period_start, period_end
            ROWS UNBOUNDED PRECEDING
        ) AS stretch
    FROM reached
)
SELECT site_code, contract, min(period_start), max(period_end), is_complete
FROM numbered
GROUP BY site_code, contract, is_complete, stretch
ORDER BY ALL
"""
# A row that was refused may be of any key: nobody can say that its key was left out.
_FULL = f"FROM ({_CAME}) WHERE mode = 'full' AND is_complete AND contract IN "


def settle_deliveries(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Rebuild ledger.delivered_period and ledger.full_delivery; gives back what to say of them.

    A full delivery deletes what it leaves out only where all of it came in: whoever repairs a
    refused row, and sends the delivery again, sets the deletion free.
    """
    dated = f"({sql_texts(sorted(DAY_OF))})"
    con.execute("BEGIN")
    con.execute("DELETE FROM ledger.delivered_period")
    con.execute(_DELIVERED_PERIOD)
    con.execute("DELETE FROM ledger.full_delivery")
    con.execute(
        "INSERT INTO ledger.full_delivery SELECT site_code, delivery_id, contract, period_start, "
        f"period_end, extracted_at {_FULL} {dated} AND rows_refused = 0 ORDER BY ALL"
    )
    con.execute("COMMIT")
    suspended = con.execute(
        f"SELECT site_code, delivery_id, contract, rows_refused {_FULL} {dated} "
        "AND rows_refused > 0 ORDER BY ALL"
    ).fetchall()
    return [
        f"site {site}, delivery {delivery}: {rows:,} refused {contract} rows may be of any key, so "
        "nothing is deleted for being left out of this full delivery; mend them and send it again"
        for site, delivery, contract, rows in suspended
    ]


def settle_key_variants(con: duckdb.DuckDBPyConnection, lake: Lake, buckets: int) -> None:
    """Rebuild ledger.key_variant: of keys of a site that differ only in case, all but one.

    The spelling with most accepted rows over all contracts and deliveries is kept, of equals the
    one of the lowest person_id.
    """
    files = [
        sql_text(str(file))
        for contract in INPUTS
        for bucket in range(buckets)
        for file in lake.accepted_files(contract, bucket)
    ]
    con.execute("BEGIN")
    con.execute("DELETE FROM ledger.key_variant")
    if files:
        con.execute(
            f"""
            INSERT INTO ledger.key_variant
            WITH spelt AS (
                SELECT site_code, person_fold, person_id, count(*) AS n_rows
                FROM read_parquet([{", ".join(files)}], union_by_name = true)
                WHERE person_fold IS NOT NULL
                GROUP BY ALL
            )
            SELECT site_code, person_id
            FROM spelt
            QUALIFY row_number() OVER (
                PARTITION BY site_code, person_fold ORDER BY n_rows DESC, person_id
            ) > 1
            ORDER BY ALL
            """
        )
    con.execute("COMMIT")
