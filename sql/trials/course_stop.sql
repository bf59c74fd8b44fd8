-- grain: one row per person and newly started therapy whose first course ended on record
-- A course of a group runs on from leaf to leaf. It has ended when nothing of it was given for more
-- than the gap of what was given last, while the site's therapies were on record.
WITH course AS (
    SELECT s.person_id, s.site_code, s.therapy_id, s.index_date, c.therapy_code, c.first_date,
        c.last_date, c.last_date + v.session_gap_days AS last_wait
    FROM features.new_start AS s
    JOIN features.therapy_course AS c ON c.person_id = s.person_id
    JOIN reference.therapy AS v
        ON v.therapy_code = c.therapy_code AND s.therapy_id IN (v.therapy_code, v.therapy_group)
),
placed AS (
    SELECT *, max(coalesce(last_wait, DATE '9999-12-31')) OVER (
        PARTITION BY person_id, therapy_id ORDER BY first_date, therapy_code
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS waited
    FROM course
),
numbered AS (
    SELECT *, count(*) FILTER (first_date > waited) OVER (
        PARTITION BY person_id, therapy_id ORDER BY first_date, therapy_code
        ROWS UNBOUNDED PRECEDING
    ) AS breaks
    FROM placed
),
ended AS (
    SELECT person_id, site_code, therapy_id, index_date AS start_date,
        max(last_date) + 1 AS stop_date, max(last_wait) + 1 AS known_from
    FROM numbered
    WHERE breaks = 0
    GROUP BY person_id, site_code, therapy_id, index_date
    HAVING count(*) = count(last_date)
)
SELECT e.person_id, e.site_code, e.therapy_id, e.start_date, e.stop_date, e.known_from,
    date_diff('day', e.start_date, e.stop_date) AS course_days
FROM ended AS e
JOIN features.therapy_record AS r
    ON r.person_id = e.person_id
    AND r.from_date <= e.start_date AND r.to_date >= e.known_from - 1
ORDER BY e.person_id, e.therapy_id
