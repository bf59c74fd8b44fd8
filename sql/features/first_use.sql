-- grain: one row per person and therapy leaf or group ever used: the day of its first use
WITH used AS (
    SELECT person_id, site_code, therapy_code AS therapy_id, start_date
    FROM core.therapy
    WHERE status = 'completed'
    UNION ALL
    SELECT t.person_id, t.site_code, v.therapy_group, t.start_date
    FROM core.therapy AS t
    JOIN reference.therapy AS v ON v.therapy_code = t.therapy_code
    WHERE t.status = 'completed' AND v.therapy_group <> t.therapy_code
)
SELECT person_id, site_code, therapy_id, min(start_date) AS index_date
FROM used
GROUP BY person_id, site_code, therapy_id
ORDER BY person_id, therapy_id
