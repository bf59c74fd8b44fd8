-- grain: one row per site and kind of table
-- analyst: How much of what a site sent was taken, refused, or came twice?
SELECT
    site_id, contract_id,
    max(n_rows) FILTER (measure_id = 'rows_in') AS rows_in,
    max(n_rows) FILTER (measure_id = 'rows_accepted') AS accepted,
    max(n_rows) FILTER (measure_id = 'rows_quarantined') AS refused,
    max(n_rows) FILTER (measure_id = 'rows_duplicate') AS came_twice,
    bool_or(status <> 'ok') AS has_hidden
FROM pub.data_quality
WHERE measure_id IN ('rows_in', 'rows_accepted', 'rows_quarantined', 'rows_duplicate')
GROUP BY site_id, contract_id
ORDER BY site_id, contract_id
