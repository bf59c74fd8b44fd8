-- grain: one row per person and day with an entry whose day before has one too
-- reads features.habit_day: 1 days back
-- A change is known where both days are; 'false AND unknown' would make a no of a day nobody saw.
WITH pair AS (
    SELECT
        t.person_id, t.diary_date, t.caffeine_mg,
        t.sleep_minutes - y.sleep_minutes AS sleep_change,
        greatest(t.sleep_minutes, y.sleep_minutes) AS longer_sleep,
        t.stress_tenths - y.stress_tenths AS stress_change,
        least(t.stress_tenths, y.stress_tenths) AS lower_stress,
        t.caffeine_mg - y.caffeine_mg AS caffeine_change
    FROM features.habit_day AS t
    JOIN features.habit_day AS y
        ON y.person_id = t.person_id AND y.diary_date = t.diary_date - 1
)
SELECT
    p.person_id, p.diary_date,
    CAST(p.sleep_change AS BIGINT) AS sleep_change_minutes,
    abs(p.sleep_change) >= f.sleep_shift_minutes AS sleep_shift,
    CASE WHEN p.sleep_change IS NOT NULL THEN p.longer_sleep <= 390 END AS low_sleep_twice,
    p.stress_change <= -25 AS stress_letdown,
    p.stress_change >= 25 AS stress_rise,
    CASE WHEN p.stress_change IS NOT NULL THEN p.lower_stress >= 10 * f.high_stress
    END AS high_stress_twice,
    p.caffeine_change <= -f.caffeine_drop_mg AS caffeine_drop,
    CASE WHEN p.caffeine_change IS NOT NULL THEN p.caffeine_mg = 0 AND p.caffeine_change <= -190
    END AS caffeine_withdrawal
FROM pair AS p
CROSS JOIN reference.definition AS f
ORDER BY p.person_id, p.diary_date
