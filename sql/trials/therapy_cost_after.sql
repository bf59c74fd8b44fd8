-- grain: one row per person and time zero with therapies on record through day 83
-- Everything charged in days 0 to 83, whatever the therapy: what was saved on others counts too.
SELECT
    z.person_id, z.site_code, z.index_date,
    CAST(coalesce(sum(t.charged_rows), 0) AS BIGINT) AS charged_rows,
    CAST(coalesce(sum(t.priced_rows), 0) AS BIGINT) AS priced_rows,
    min(t.first_currency) AS first_currency,
    max(t.last_currency) AS last_currency,
    CAST(coalesce(sum(t.cost_thousandths), 0) AS BIGINT) AS cost_thousandths
FROM trials.time_zero AS z
JOIN features.therapy_record AS r
    ON r.person_id = z.person_id AND r.from_date <= z.index_date AND r.to_date >= z.index_date + 83
LEFT JOIN features.therapy_cost AS t
    ON t.person_id = z.person_id AND t.cost_date BETWEEN z.index_date AND z.index_date + 83
GROUP BY z.person_id, z.site_code, z.index_date
ORDER BY z.person_id, z.index_date
