"""Measures and findings in the ledger: written by ingest, read by the review and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from triggerscape.contract.quality import FILE_MEASURE, FINDING
from triggerscape.quality.file_measures import FileMeasures, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from triggerscape.contract.language import Table


def record_measures(
    con: duckdb.DuckDBPyConnection, use_id: str, measures: Sequence[Measure]
) -> None:
    """Replace what the ledger holds of one use; the caller holds the transaction."""
    con.execute("DELETE FROM ledger.file_measure WHERE use_id = ?", [use_id])
    _insert(con, FILE_MEASURE, [(use_id, *measure) for measure in measures])


def read_measures(con: duckdb.DuckDBPyConnection) -> list[FileMeasures]:
    """The measures of every use that was judged row by row, ordered by use."""
    uses = con.execute(
        "SELECT u.use_id, u.site_code, u.contract, u.file_name, u.is_attested, d.extracted_at "
        "FROM ledger.file_use AS u LEFT JOIN ledger.delivery AS d USING (site_code, delivery_id) "
        "WHERE u.use_id IN (SELECT use_id FROM ledger.file_measure) ORDER BY u.use_id"
    ).fetchall()
    values: dict[str, dict[tuple[str, str, str], float]] = {use: {} for use, *_ in uses}
    for use, column, period, name, value in con.execute(
        "SELECT use_id, column_name, period, measure, value FROM ledger.file_measure"
    ).fetchall():
        if use in values:
            values[use][column, period, name] = value
    return [
        FileMeasures(use, site, contract, name, extracted, bool(attested), values[use])
        for use, site, contract, name, attested, extracted in uses
    ]


def record_findings(
    con: duckdb.DuckDBPyConnection, findings: Sequence[tuple[str | float, ...]]
) -> None:
    """Replace all findings; each holds the columns of ledger.finding, in order."""
    con.execute("DELETE FROM ledger.finding")
    _insert(con, FINDING, findings)


def _insert(
    con: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[tuple[str | float, ...]]
) -> None:
    if not rows:
        return
    columns = dict(zip(table.column_names, zip(*rows, strict=True), strict=True))
    con.register("new_rows", pa.table(columns))
    con.execute(f"INSERT INTO {table.name} SELECT * FROM new_rows")
    con.unregister("new_rows")
