-- grain: one row per person, therapy leaf and day on which it was given
-- Several rows of one day are one session: bills count regions and quarters of an hour. A course, a
-- drug or an exercise has a session where its row lasts one day; without an end it goes on.
SELECT
    person_id, site_code, therapy_code, start_date AS session_date,
    count(*) AS row_count,
    CAST(sum(minutes) AS BIGINT) AS minutes,
    nullif(count(DISTINCT nullif(body_region, 'unknown')), 0) AS body_regions
FROM core.therapy
WHERE status = 'completed'
    AND (end_date = start_date OR (end_date IS NULL AND delivery = 'session'))
GROUP BY person_id, site_code, therapy_code, start_date
ORDER BY person_id, therapy_code, session_date
