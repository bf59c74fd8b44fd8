-- grain: one row per therapy leaf
-- scientist: How long are courses of a therapy, and how far apart are their sessions?
SELECT
    therapy_code, count(*) AS courses, count(DISTINCT person_id) AS people,
    median(sessions) AS median_sessions, median(usual_gap_days) AS median_gap_days,
    median(last_date - first_date + 1) AS median_days
FROM features.therapy_course
GROUP BY therapy_code
ORDER BY courses DESC, therapy_code
