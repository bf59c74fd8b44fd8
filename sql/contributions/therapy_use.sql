-- grain: one row per site or all, therapy, group or all, and person who had it
-- Who of the people counted in pub.population had it before the last window that is over ended.
WITH last AS (
    SELECT max(diary_date) AS day FROM features.diary_spine WHERE NOT date_is_relative
),
closed AS (
    SELECT w.person_id, w.site_code, w.window_start + 27 AS window_end
    FROM features.person_window AS w
    CROSS JOIN last
    WHERE w.window_kind = 'calendar' AND w.window_start + 27 <= last.day
),
had AS (
    SELECT c.person_id, c.site_code, u.therapy_id
    FROM (SELECT DISTINCT person_id, site_code FROM closed) AS c
    JOIN features.first_use AS u ON u.person_id = c.person_id
    WHERE u.index_date <= (SELECT max(window_end) FROM closed)
),
used AS (
    SELECT DISTINCT person_id, site_code, unnest([therapy_id, 'all']) AS use_id FROM had
)
SELECT unnest([site_code, 'all']) AS scope_id, use_id,
    person_id, site_code, true AS is_counted, CAST(NULL AS DOUBLE) AS person_amount,
    md5_number_lower('counted') AS digest
FROM used
