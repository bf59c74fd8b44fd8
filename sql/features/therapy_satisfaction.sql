-- grain: one row per person, therapy leaf and day of a visit after which somebody answered
-- An answer is about the visit: it is told of every therapy given in it.
WITH given AS (
    SELECT DISTINCT person_id, site_code, visit_key, therapy_code
    FROM core.therapy
    WHERE status = 'completed' AND visit_key IS NOT NULL
)
SELECT
    g.person_id, g.site_code, g.therapy_code, v.visit_date,
    count(*) AS answers,
    CAST(sum(v.satisfaction) AS BIGINT) AS satisfaction_sum
FROM given AS g
JOIN core.visit AS v
    ON v.person_id = g.person_id AND v.site_code = g.site_code AND v.visit_key = g.visit_key
WHERE v.status = 'completed' AND v.satisfaction IS NOT NULL
GROUP BY g.person_id, g.site_code, g.therapy_code, v.visit_date
ORDER BY g.person_id, g.therapy_code, v.visit_date
