-- grain: one row per site, contract, month and finding that speaks of it
-- A finding about a file speaks of all its months; one about a site's silence, of its last.
WITH reach AS (
    SELECT site_code, contract, max(month) AS last_month FROM quality.use_month GROUP BY ALL
),
use_reach AS (
    SELECT use_id, max(month) AS last_month FROM quality.use_month GROUP BY use_id
),
placed AS (
    SELECT m.site_code, m.contract, m.month, f.code, f.severity, f.column_name,
        m.month = r.last_month AS is_last
    FROM ledger.finding AS f
    JOIN quality.use_month AS m ON m.use_id = f.use_id AND f.period IN ('', m.month)
    JOIN use_reach AS r ON r.use_id = m.use_id
    UNION
    SELECT r.site_code, r.contract, m.month, f.code, f.severity, f.column_name,
        m.month = r.last_month
    FROM ledger.finding AS f
    JOIN reach AS r ON r.site_code = f.site_code AND f.contract IN ('', r.contract)
    JOIN quality.use_month AS m ON m.site_code = r.site_code AND m.contract = r.contract
    WHERE f.use_id = '' AND f.period IN ('', m.month)
        AND (f.contract <> '' OR m.month = r.last_month)
    UNION
    SELECT m.site_code, m.contract, m.month, u.file_rule, 'critical', '', true
    FROM quality.use_month AS m
    JOIN ledger.file_use AS u ON u.use_id = m.use_id
    WHERE u.file_rule <> ''
)
SELECT site_code, contract, month, code, column_name, severity, is_last
FROM placed
ORDER BY site_code, contract, month, code, column_name, severity, is_last
