"""What is published of the rows a site sent, by example: what came, and what became of it."""

from __future__ import annotations

import duckdb

from triggerscape.dimensions import dimension_tables
from triggerscape.warehouse.statements import read_statements

[QUALITY] = [one for one in read_statements("publish") if one.name == "publish.data_quality"]
TABLES = """
CREATE SCHEMA core; CREATE SCHEMA features; CREATE SCHEMA ledger;
CREATE TABLE features.diary_spine AS SELECT 'AA' AS site_code, 1 AS person_id;
CREATE TABLE core.therapy AS SELECT * FROM (VALUES
    ('AA', 'omt_cranial'), ('AA', 'unmapped'), ('AA', 'unmapped'), ('BB', 'acupuncture')
) AS v(site_code, therapy_code);
CREATE TABLE ledger.row_account AS SELECT site_code, 'therapy' AS contract, rows_in,
    rows_in AS rows_accepted, 0 AS rows_quarantined, 0 AS rows_duplicate
FROM (VALUES ('AA', 3), ('BB', 1)) AS v(site_code, rows_in);
"""


def test_therapies_whose_codes_no_rule_knows_are_counted_beside_the_rows_that_came():
    with duckdb.connect() as con:
        con.execute(TABLES)
        rows = con.execute(f"SELECT site_id, measure_id, n_rows FROM ({QUALITY.sql})").fetchall()
    counts = {(site, measure): n for site, measure, n in rows}
    assert len(counts) == len(rows) == 10
    assert (counts["AA", "rows_in"], counts["AA", "rows_unmapped"]) == (3, 2)
    assert (counts["BB", "rows_in"], counts["BB", "rows_unmapped"]) == (1, 0)


def test_every_published_measure_of_the_rows_is_explained():
    explained = set(dimension_tables([], {})["pub.dim_measure"]["measure_id"])
    with duckdb.connect() as con:
        con.execute(TABLES)
        measures = {m for (m,) in con.execute(f"SELECT measure_id FROM ({QUALITY.sql})").fetchall()}
    assert measures <= explained
