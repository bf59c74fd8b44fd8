-- grain: one row per person, therapy leaf and course
-- a change is told from: first_date
-- A dose that comes more than session_gap_days after all that was given before begins a new course.
WITH placed AS (
    SELECT person_id, site_code, therapy_code, dose_date, given_until, is_session, minutes,
        max(coalesce(given_until, DATE '9999-12-31')) OVER (
            PARTITION BY person_id, therapy_code ORDER BY dose_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS given_before
    FROM features.therapy_dose
),
numbered AS (
    SELECT p.person_id, p.site_code, p.therapy_code, p.dose_date, p.given_until, p.is_session,
        p.minutes, v.onset_days, v.carry_days, v.effect_days,
        count(*) FILTER (
            p.given_before IS NULL
            OR date_diff('day', p.given_before, p.dose_date) > v.session_gap_days
        ) OVER (PARTITION BY p.person_id, p.therapy_code ORDER BY p.dose_date) AS course_number
    FROM placed AS p
    JOIN reference.therapy AS v ON v.therapy_code = p.therapy_code
),
spaced AS (
    SELECT *, CASE WHEN is_session THEN date_diff(
        'day',
        lag(CASE WHEN is_session THEN dose_date END IGNORE NULLS) OVER (
            PARTITION BY person_id, therapy_code, course_number ORDER BY dose_date
        ),
        dose_date
    ) END AS gap_days
    FROM numbered
),
course AS (
    SELECT person_id, site_code, therapy_code, course_number, onset_days, carry_days, effect_days,
        min(dose_date) AS first_date,
        CASE WHEN count(*) = count(given_until) THEN max(given_until) END AS last_date,
        count(*) FILTER (is_session) AS sessions,
        count(minutes) AS timed_sessions,
        CAST(sum(minutes) AS BIGINT) AS minutes,
        quantile_disc(gap_days, 0.5) AS usual_gap_days
    FROM spaced
    GROUP BY person_id, site_code, therapy_code, course_number, onset_days, carry_days, effect_days
)
SELECT
    person_id, site_code, therapy_code, course_number, first_date, last_date,
    sessions, timed_sessions, minutes, usual_gap_days,
    first_date + onset_days AS established_from,
    last_date + carry_days AS active_until,
    last_date + effect_days AS washout_until
FROM course
ORDER BY person_id, therapy_code, course_number
