-- grain: one row per person, therapy leaf and course that began and ended while on record
-- It has ended when nothing of it was given for more than its gap of sessions.
SELECT
    c.person_id, c.site_code, c.therapy_code, c.course_number,
    CAST(sum(t.charged_rows) AS BIGINT) AS charged_rows,
    CAST(sum(t.priced_rows) AS BIGINT) AS priced_rows,
    min(t.first_currency) AS first_currency,
    max(t.last_currency) AS last_currency,
    CAST(sum(t.cost_thousandths) AS BIGINT) AS cost_thousandths
FROM features.therapy_course AS c
JOIN reference.therapy AS v ON v.therapy_code = c.therapy_code
JOIN features.therapy_record AS r
    ON r.person_id = c.person_id AND r.from_date <= c.first_date
    AND r.to_date >= c.last_date + v.session_gap_days
JOIN features.therapy_cost AS t
    ON t.person_id = c.person_id AND t.therapy_code = c.therapy_code
    AND t.cost_date BETWEEN c.first_date AND c.last_date
GROUP BY c.person_id, c.site_code, c.therapy_code, c.course_number
ORDER BY c.person_id, c.therapy_code, c.course_number
