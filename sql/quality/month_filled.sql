-- grain: one row per use of a file and month: how much of what the analyses need is there
WITH collected AS (
    SELECT u.use_id, k.column_name
    FROM ledger.file_use AS u
    JOIN quality.key_column AS k ON k.contract = u.contract
    WHERE list_contains(string_split(u.collected, ' '), k.column_name)
),
months AS (
    SELECT use_id, period AS month, value AS n_rows
    FROM ledger.file_measure
    WHERE column_name = '' AND period <> '' AND measure = 'rows'
),
filled AS (
    SELECT use_id, column_name, period AS month, sum(value) AS n_filled
    FROM ledger.file_measure
    WHERE measure IN ('known', 'few')
    GROUP BY ALL
)
SELECT m.use_id, m.month,
    CAST(sum(m.n_rows) AS BIGINT) AS values_wanted,
    CAST(sum(coalesce(f.n_filled, 0)) AS BIGINT) AS values_there
FROM months AS m
JOIN collected AS c ON c.use_id = m.use_id
LEFT JOIN filled AS f
    ON f.use_id = m.use_id AND f.month = m.month AND f.column_name = c.column_name
GROUP BY m.use_id, m.month
ORDER BY m.use_id, m.month
