-- grain: one row per day whose bleeding is recorded, with a first day of bleeding within 60 days
-- reads features.bleeding: 60 days back, 60 days ahead
-- Only these days: where bleeding is noted on attack days alone, the others cannot be told apart.
WITH near AS (
    SELECT h.person_id, h.diary_date, b.first_date,
        date_diff('day', h.diary_date, b.first_date) AS days_to_first
    FROM features.habit_day AS h
    JOIN features.bleeding AS b ON b.person_id = h.person_id
        AND b.first_date BETWEEN h.diary_date - 60 AND h.diary_date + 60
    WHERE h.menses IS NOT NULL
)
SELECT
    person_id, diary_date,
    bool_or(days_to_first BETWEEN -3 AND 2) AS menses_window,
    -- Ovulation is dated back from the next bleeding; without one it is not known.
    min(days_to_first) FILTER (days_to_first >= 0) BETWEEN 12 AND 16 AS ovulation_window
FROM near
GROUP BY person_id, diary_date
ORDER BY person_id, diary_date
