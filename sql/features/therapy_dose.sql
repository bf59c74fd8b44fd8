-- grain: one row per person, therapy leaf and day on which a session was given or a supply began
-- a change is told from: dose_date
-- A supply is what lasts longer than a day: a prescription, a course, an exercise plan.
WITH given AS (
    SELECT person_id, site_code, therapy_code, session_date AS dose_date,
        session_date AS last_day, true AS is_session, minutes
    FROM features.therapy_session
    UNION ALL
    SELECT person_id, site_code, therapy_code, start_date,
        coalesce(end_date, DATE '9999-12-31'), false, NULL
    FROM core.therapy
    WHERE status = 'completed'
        AND (end_date > start_date OR (end_date IS NULL AND delivery <> 'session'))
)
SELECT
    g.person_id, g.site_code, g.therapy_code, g.dose_date,
    nullif(max(g.last_day), DATE '9999-12-31') AS given_until,
    bool_or(g.is_session) AS is_session,
    max(g.minutes) AS minutes
FROM given AS g
JOIN reference.therapy AS v ON v.therapy_code = g.therapy_code
-- An acute drug acts on the attack at hand: it has no times and no course.
WHERE v.session_gap_days IS NOT NULL
GROUP BY g.person_id, g.site_code, g.therapy_code, g.dose_date
ORDER BY g.person_id, g.therapy_code, g.dose_date
