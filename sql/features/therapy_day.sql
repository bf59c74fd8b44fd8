-- grain: one row per person, spine day and therapy leaf in effect
-- What is known on the day itself: a dose that comes later changes nothing about the days before it.
-- Therapies have calendar dates, which say nothing of days counted from a person's own day 0.
WITH dose AS (
    SELECT d.person_id, d.therapy_code, d.dose_date, c.first_date, c.established_from,
        max(coalesce(d.given_until, DATE '9999-12-31')) OVER so_far AS given_until,
        count(*) FILTER (d.is_session) OVER so_far AS sessions_so_far,
        max(CASE WHEN d.is_session THEN d.dose_date END) OVER so_far AS last_session_date,
        lead(d.dose_date) OVER (
            PARTITION BY d.person_id, d.therapy_code ORDER BY d.dose_date
        ) AS next_date
    FROM features.therapy_dose AS d
    JOIN features.therapy_course AS c
        ON c.person_id = d.person_id AND c.therapy_code = d.therapy_code
        AND d.dose_date BETWEEN c.first_date AND coalesce(c.last_date, DATE '9999-12-31')
    WINDOW so_far AS (
        PARTITION BY d.person_id, d.therapy_code, c.course_number ORDER BY d.dose_date
    )
),
-- The days a dose answers for: up to the next, or until nothing of it is left.
stretch AS (
    SELECT d.person_id, d.therapy_code, d.dose_date, d.first_date, d.established_from,
        d.sessions_so_far, d.last_session_date,
        d.given_until + v.carry_days AS active_until,
        least(d.given_until + v.effect_days, d.next_date - 1) AS until_date
    FROM dose AS d
    JOIN reference.therapy AS v ON v.therapy_code = d.therapy_code
)
SELECT
    s.person_id, s.diary_date, t.therapy_code,
    CASE WHEN s.diary_date > t.active_until THEN 'washout'
        WHEN s.diary_date < t.established_from THEN 'onset'
        ELSE 'established'
    END AS phase,
    date_diff('day', t.first_date, s.diary_date) AS day_of_course,
    t.sessions_so_far,
    CASE WHEN t.last_session_date IS NOT NULL
        THEN least(date_diff('day', t.last_session_date, s.diary_date), 365)
    END AS days_since_session
FROM stretch AS t
JOIN features.diary_spine AS s
    ON s.person_id = t.person_id AND s.diary_date BETWEEN t.dose_date AND t.until_date
WHERE NOT s.date_is_relative
ORDER BY s.person_id, s.diary_date, t.therapy_code
