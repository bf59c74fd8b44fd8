-- grain: one row per person and day with an entry; null is not recorded or not asked
WITH entry AS (
    SELECT
        person_id, diary_date, sleep_hours, sleep_quality, stress, posture_rating, screen_hours,
        alcohol_units, caffeine_mg, meals_skipped, water_ml, neck_pain, preventive_taken,
        triggers_asked, coalesce(triggers_present, []) AS present
    FROM core.diary_day
    WHERE entry_status <> 'missed'
)
SELECT
    person_id, diary_date,
    sleep_hours <= 6.5 AS sleep_short,
    sleep_quality <= 2 AS sleep_poor,
    stress / 2 AS stress_level,
    posture_rating <= 2 AS posture_poor,
    screen_hours >= 8 AS screen_long,
    alcohol_units > 0 AS alcohol_any,
    alcohol_units >= 7 AS alcohol_heavy,
    caffeine_mg >= 285 AS caffeine_high,
    meals_skipped >= 1 AS meal_skipped,
    water_ml < 1500 AS water_low,
    CASE WHEN list_contains(triggers_asked, 'chocolate') THEN list_contains(present, 'chocolate')
    END AS chocolate,
    CASE WHEN list_contains(triggers_asked, 'cheese') THEN list_contains(present, 'cheese')
    END AS cheese,
    CASE WHEN list_contains(triggers_asked, 'travel') THEN list_contains(present, 'travel')
    END AS travel,
    CASE WHEN list_contains(triggers_asked, 'odour') THEN list_contains(present, 'odour')
    END AS odour,
    neck_pain >= 3 AS neck_pain_any,
    CASE WHEN list_contains(triggers_asked, 'fatigue') THEN list_contains(present, 'fatigue')
    END AS fatigue,
    CASE WHEN list_contains(triggers_asked, 'bright_light')
        THEN list_contains(present, 'bright_light')
    END AS bright_light,
    preventive_taken AS preventive_day
FROM entry
ORDER BY person_id, diary_date
