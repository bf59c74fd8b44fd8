-- grain: one row per use of a file and month: rows that came, and what became of them
-- Rows nobody could read, or without a day, stand in the empty month, so that all add up; lines
-- of foreign files that are outside the contract are no rows of it.
WITH measured AS (
    SELECT use_id, period AS month,
        coalesce(sum(value) FILTER (measure = 'rows'), 0) AS n_rows,
        coalesce(sum(value) FILTER (measure = 'refused'), 0) AS n_refused,
        coalesce(sum(value) FILTER (measure = 'people'), 0) AS n_people
    FROM ledger.file_measure
    WHERE column_name = '' AND period <> ''
    GROUP BY use_id, period
),
undated AS (
    SELECT u.use_id, '' AS month,
        any_value(u.rows_in - u.rows_outside) - coalesce(sum(m.n_rows), 0) AS n_rows,
        any_value(u.rows_refused) - coalesce(sum(m.n_refused), 0) AS n_refused,
        0 AS n_people
    FROM ledger.file_use AS u
    LEFT JOIN measured AS m ON m.use_id = u.use_id
    GROUP BY u.use_id
),
came AS (
    SELECT * FROM measured
    UNION ALL
    SELECT * FROM undated WHERE n_rows <> 0
)
SELECT c.use_id, c.month, u.site_code, u.contract,
    CAST(c.n_rows AS BIGINT) AS rows_in,
    coalesce(f.rows_accepted, 0) AS rows_accepted,
    CAST(c.n_refused AS BIGINT) + coalesce(f.rows_in_conflict, 0) AS rows_refused,
    CAST(CASE WHEN u.is_held THEN c.n_rows - c.n_refused - repeated ELSE 0 END AS BIGINT)
        AS rows_held,
    CAST(repeated AS BIGINT) + coalesce(f.rows_duplicate, 0) AS rows_duplicate,
    CAST(c.n_people AS BIGINT) AS people
FROM came AS c
JOIN ledger.file_use AS u ON u.use_id = c.use_id
CROSS JOIN LATERAL (SELECT CASE WHEN c.month = '' THEN u.rows_repeated ELSE 0 END AS repeated)
LEFT JOIN quality.month_fate AS f ON f.use_id = c.use_id AND f.month = c.month
ORDER BY c.use_id, c.month
