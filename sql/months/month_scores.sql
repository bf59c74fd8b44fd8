-- grain: one row per person and calendar 28-day window with a questionnaire completed by its end
WITH completed AS (
    SELECT m.person_id, m.window_index, q.instrument, q.total,
        date_diff('day', q.completed_on, m.window_start + 27) AS age_days,
        row_number() OVER (
            PARTITION BY m.person_id, m.window_index, q.instrument ORDER BY q.completed_on DESC
        ) AS place
    FROM months.month_days AS m
    JOIN features.questionnaire_score AS q
        ON q.person_id = m.person_id AND q.completed_on < m.window_start + 28
    WHERE q.total IS NOT NULL AND q.instrument IN ('hit6', 'midas')
)
SELECT
    person_id, window_index,
    max(total) FILTER (instrument = 'hit6') AS hit6_total,
    max(age_days) FILTER (instrument = 'hit6') AS hit6_age_days,
    max(total) FILTER (instrument = 'midas') AS midas_total,
    max(age_days) FILTER (instrument = 'midas') AS midas_age_days
FROM completed
WHERE place = 1
GROUP BY person_id, window_index
ORDER BY person_id, window_index
