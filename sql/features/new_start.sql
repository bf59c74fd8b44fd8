-- grain: one row per person and first start of a therapy after its washout
-- New users only: the diary was running for the whole washout before the start.
WITH diary AS (
    SELECT person_id, min(diary_date) AS first_date
    FROM features.diary_spine
    WHERE NOT date_is_relative
    GROUP BY person_id
)
SELECT u.person_id, u.site_code, u.therapy_id, u.index_date
FROM features.first_use AS u
JOIN diary AS d ON d.person_id = u.person_id
CROSS JOIN reference.definition AS f
WHERE date_diff('day', d.first_date, u.index_date) >= f.washout_days
ORDER BY u.person_id, u.therapy_id
