-- grain: one row per person and first day of menstrual bleeding
-- reads features.habit_day: 10 days back
WITH bleeding AS (
    SELECT person_id, diary_date,
        lag(diary_date) OVER (PARTITION BY person_id ORDER BY diary_date) AS previous_date
    FROM features.habit_day
    WHERE menses
)
SELECT person_id, diary_date AS first_date
FROM bleeding
WHERE previous_date IS NULL OR date_diff('day', previous_date, diary_date) > 10
ORDER BY person_id, diary_date
