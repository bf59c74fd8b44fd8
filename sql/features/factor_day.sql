-- grain: one row per person and spine day; null is not observed or not asked
WITH day AS (
    SELECT
        s.person_id, s.site_code, s.diary_date, s.date_is_relative, d.iso_weekday,
        e.sleep_hours, e.sleep_quality, e.stress, e.posture_rating, e.screen_hours,
        e.alcohol_units, e.caffeine_mg, e.meals_skipped, e.water_ml, e.neck_pain,
        e.preventive_taken, e.triggers_asked, e.extra,
        coalesce(e.triggers_present, []) AS present,
        lag(e.stress) OVER yesterday AS stress_before,
        lag(e.caffeine_mg) OVER yesterday AS caffeine_before
    FROM features.diary_spine AS s
    JOIN reference.calendar AS d ON d.calendar_date = s.diary_date
    LEFT JOIN core.diary_day AS e
        ON e.person_id = s.person_id AND e.diary_date = s.diary_date
        AND e.entry_status <> 'missed'
    WINDOW yesterday AS (PARTITION BY s.person_id ORDER BY s.diary_date)
)
SELECT
    day.person_id, day.site_code, day.diary_date,
    day.sleep_hours <= 6.5 AS sleep_short,
    day.sleep_quality <= 2 AS sleep_poor,
    day.stress / 2 AS stress_level,
    -- Rounded, because 8.2 - 5.7 is a hair below 2.5 in binary.
    round(day.stress_before - day.stress, 6) >= 2.5 AS stress_letdown,
    day.posture_rating <= 2 AS posture_poor,
    day.screen_hours >= 8 AS screen_long,
    day.alcohol_units > 0 AS alcohol_any,
    day.alcohol_units >= 7 AS alcohol_heavy,
    day.caffeine_mg >= 285 AS caffeine_high,
    -- Both days must be known: 'false AND unknown' would make a no out of a day nobody saw.
    CASE WHEN day.caffeine_mg IS NOT NULL AND day.caffeine_before IS NOT NULL
        THEN day.caffeine_mg = 0 AND day.caffeine_before >= 190
    END AS caffeine_withdrawal,
    day.meals_skipped >= 1 AS meal_skipped,
    day.water_ml < 1500 AS water_low,
    CASE WHEN list_contains(triggers_asked, 'chocolate') THEN list_contains(present, 'chocolate')
    END AS chocolate,
    CASE WHEN list_contains(triggers_asked, 'cheese') THEN list_contains(present, 'cheese')
    END AS cheese,
    c.menses_window,
    c.ovulation_window,
    CASE WHEN NOT day.date_is_relative THEN day.iso_weekday >= 6 END AS weekend,
    CASE WHEN list_contains(triggers_asked, 'travel') THEN list_contains(present, 'travel')
    END AS travel,
    CASE WHEN list_contains(triggers_asked, 'odour') THEN list_contains(present, 'odour')
    END AS odour,
    day.neck_pain >= 3 AS neck_pain_any,
    CASE WHEN list_contains(triggers_asked, 'fatigue') THEN list_contains(present, 'fatigue')
    END AS fatigue,
    CASE WHEN list_contains(triggers_asked, 'bright_light')
        THEN list_contains(present, 'bright_light')
    END AS bright_light,
    day.preventive_taken AS preventive_day,
    day.extra
FROM day
LEFT JOIN features.cycle_day AS c
    ON c.person_id = day.person_id AND c.diary_date = day.diary_date
ORDER BY day.person_id, day.diary_date
