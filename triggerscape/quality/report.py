"""What the quality page is made of: rows of the ledger and of quality.*, read in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    Row = Mapping[str, Any]

_MONTHS = "SELECT * FROM quality.site_month ORDER BY contract, site_code, month"
_FINDINGS = """
SELECT f.site_code, f.contract, coalesce(u.delivery_id || '/' || u.file_name, '') AS file_name,
    f.column_name, f.period,
    f.code, f.severity, f.sentence, f.fix, f.measured, f.threshold
FROM ledger.finding AS f
LEFT JOIN ledger.file_use AS u USING (use_id)
ORDER BY array_position(['critical', 'warning', 'info'], f.severity), f.site_code, f.contract,
    f.code, file_name, f.column_name, f.period
"""
_FILES = """
SELECT site_code, contract, delivery_id || '/' || file_name AS file_name, file_rule AS code,
    sentence, rows_in
FROM ledger.file_use
WHERE file_rule <> '' AND NOT is_held
ORDER BY site_code, contract, delivery_id, file_use.file_name, file_rule
"""
_REFUSED = """
WITH broken AS (
    SELECT u.site_code, u.contract, q.column_name, q.rule AS code,
        count(DISTINCT (q.use_id, q.source_row)) AS n_rows
    FROM ledger.quarantine AS q
    JOIN ledger.file_use AS u USING (use_id)
    GROUP BY ALL
),
came AS (SELECT site_code, contract, sum(rows_in) AS rows_in FROM ledger.file_use GROUP BY ALL)
SELECT b.site_code, b.contract, b.column_name, b.code, b.n_rows,
    b.n_rows / c.rows_in AS share
FROM broken AS b
JOIN came AS c USING (site_code, contract)
ORDER BY b.n_rows DESC, b.site_code, b.contract, b.code, b.column_name
"""


@dataclass(frozen=True)
class Report:
    """Rows as mappings: quality by month, findings, files refused as a whole, refused rows."""

    months: Sequence[Row]
    findings: Sequence[Row]
    files: Sequence[Row]
    refused: Sequence[Row]

    @property
    def codes(self) -> list[tuple[str, str, str]]:
        """(site, contract, code) of every rule the report speaks of and has no words for yet."""
        named = [*self.files, *self.refused]
        return sorted({(row["site_code"], row["contract"], row["code"]) for row in named})


def read_report(con: duckdb.DuckDBPyConnection) -> Report:
    """The report of a build file in which quality.* has been built."""
    return Report(*(_rows(con, sql) for sql in (_MONTHS, _FINDINGS, _FILES, _REFUSED)))


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    found = con.execute(sql)
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
