-- grain: one row per person and day with an entry: its habits as small whole numbers
-- Whole minutes and tenths add up to the same sum in every order; hours and points do not.
SELECT
    person_id, diary_date,
    CAST(round(60 * sleep_hours) AS SMALLINT) AS sleep_minutes,
    sleep_quality,
    CAST(round(10 * stress) AS SMALLINT) AS stress_tenths,
    caffeine_mg,
    CAST(round(10 * alcohol_units) AS SMALLINT) AS alcohol_tenths,
    meals_skipped, water_ml,
    CAST(round(60 * screen_hours) AS SMALLINT) AS screen_minutes,
    CAST(round(60 * sitting_hours) AS SMALLINT) AS sitting_minutes,
    exercise_min, posture_rating, neck_pain, menses
FROM core.diary_day
WHERE entry_status <> 'missed'
ORDER BY person_id, diary_date
