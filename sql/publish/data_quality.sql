-- grain: one row per site, kind of table and measure
-- Rows of the person contract are people, so their number is not for a table of rows.
WITH people AS (
    SELECT site_code, count(DISTINCT person_id) AS n_people
    FROM features.diary_spine
    GROUP BY site_code
),
counted AS (
    SELECT site_code, contract, 'rows_in' AS measure_id, sum(rows_in) AS n_rows
    FROM ledger.row_account GROUP BY site_code, contract
    UNION ALL
    SELECT site_code, contract, 'rows_accepted', sum(rows_accepted)
    FROM ledger.row_account GROUP BY site_code, contract
    UNION ALL
    SELECT site_code, contract, 'rows_quarantined', sum(rows_quarantined)
    FROM ledger.row_account GROUP BY site_code, contract
    UNION ALL
    SELECT site_code, contract, 'rows_duplicate', sum(rows_duplicate)
    FROM ledger.row_account GROUP BY site_code, contract
    UNION ALL
    SELECT site_code, 'therapy', 'rows_unmapped', count(*) FILTER (therapy_code = 'unmapped')
    FROM core.therapy GROUP BY site_code
)
SELECT
    c.site_code AS site_id, c.contract AS contract_id, c.measure_id,
    CAST(c.n_rows AS BIGINT) AS n_rows, p.n_people,
    CASE WHEN p.n_people IS NULL THEN 'x' ELSE 'ok' END AS status
FROM counted AS c
LEFT JOIN people AS p ON p.site_code = c.site_code
WHERE c.contract <> 'person'
ORDER BY site_id, contract_id, measure_id
