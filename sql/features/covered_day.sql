-- grain: one row per person and day that a log covers and that has no entry of its own
-- Somebody kept the log on this day and wrote nothing: a day without headache, and no more is known.
SELECT DISTINCT c.person_id, c.site_code, d.calendar_date AS diary_date
FROM core.diary_coverage AS c
JOIN reference.calendar AS d ON d.calendar_date BETWEEN c.from_date AND c.to_date
WHERE NOT EXISTS (
    SELECT 1 FROM core.diary_day AS e
    WHERE e.person_id = c.person_id AND e.diary_date = d.calendar_date
)
ORDER BY c.person_id, d.calendar_date
