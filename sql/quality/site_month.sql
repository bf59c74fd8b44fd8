-- grain: one row per site, contract and month of the data
WITH counted AS (
    SELECT site_code, contract, month, count(DISTINCT use_id) AS files,
        sum(rows_in) AS rows_in, sum(rows_accepted) AS rows_accepted,
        sum(rows_refused) AS rows_refused, sum(rows_held) AS rows_held,
        sum(rows_duplicate) AS rows_duplicate, max(people) AS people
    FROM quality.use_month
    GROUP BY site_code, contract, month
),
filled AS (
    SELECT u.site_code, u.contract, f.month,
        sum(f.values_wanted) AS wanted, sum(f.values_there) AS there
    FROM quality.month_filled AS f
    JOIN ledger.file_use AS u ON u.use_id = f.use_id
    GROUP BY ALL
),
noted AS (
    SELECT u.site_code, u.contract, m.period AS month,
        coalesce(sum(m.value) FILTER (m.measure = 'late'), 0) AS n_late,
        sum(m.value) FILTER (m.column_name = 'entered_at' AND m.measure = 'known') AS n_timed,
        coalesce(sum(m.value) FILTER (m.measure = 'word unmapped'), 0) AS n_unmapped,
        sum(m.value) FILTER (m.column_name = 'therapy_code' AND m.measure = 'known') AS n_coded
    FROM ledger.file_measure AS m
    JOIN ledger.file_use AS u ON u.use_id = m.use_id
    WHERE m.column_name IN ('entered_at', 'therapy_code') AND m.period <> ''
    GROUP BY ALL
),
found AS (
    SELECT site_code, contract, month,
        count(DISTINCT column_name) FILTER (code = 'review.drift' AND is_last) AS drift_flags,
        CASE
            WHEN bool_or(severity = 'critical') THEN 'critical'
            WHEN bool_or(severity = 'warning') THEN 'warning'
            ELSE 'info'
        END AS worst
    FROM quality.month_finding
    GROUP BY ALL
),
newest AS (
    SELECT site_code, contract, max(left(month, 4)::BIGINT * 12 + right(month, 2)::BIGINT) AS month
    FROM counted
    WHERE month <> ''
    GROUP BY ALL
)
SELECT c.site_code, c.contract, c.month, c.files,
    CAST(c.rows_in AS BIGINT) AS rows_in, CAST(c.rows_accepted AS BIGINT) AS rows_accepted,
    CAST(c.rows_refused AS BIGINT) AS rows_refused, CAST(c.rows_held AS BIGINT) AS rows_held,
    CAST(c.rows_duplicate AS BIGINT) AS rows_duplicate, c.people,
    CAST(1 - f.there / f.wanted AS DOUBLE) AS share_missing,
    CAST(k.n_late / k.n_timed AS DOUBLE) AS share_late,
    CAST(k.n_unmapped / k.n_coded AS DOUBLE) AS share_unmapped,
    coalesce(d.drift_flags, 0) AS drift_flags,
    CAST(max(n.month) OVER (PARTITION BY c.contract) - n.month AS BIGINT) AS months_behind,
    coalesce(d.worst, '') AS worst
FROM counted AS c
LEFT JOIN filled AS f USING (site_code, contract, month)
LEFT JOIN noted AS k USING (site_code, contract, month)
LEFT JOIN found AS d USING (site_code, contract, month)
LEFT JOIN newest AS n USING (site_code, contract)
ORDER BY c.site_code, c.contract, c.month
