-- grain: one row per person, kind of window and 28-day window with an observed day
-- reads features.diary_spine: 27 days ahead
-- reads features.factor_day: 27 days ahead
-- A diary that never says migraine tells nothing about migraine days, not even on clear days.
WITH day AS (
    SELECT s.person_id, s.site_code, s.diary_date, s.day_number, s.date_is_relative, s.is_observed,
        s.is_headache, CASE WHEN s.attack_basis = 'migraine' THEN s.is_migraine END AS is_migraine,
        s.is_severe, s.is_acute_drug, s.is_late,
        -- Null only where none of them is recorded.
        greatest(f.bright_light, f.fatigue, f.neck_pain_any, f.odour) AS is_premonitory
    FROM features.diary_spine AS s
    LEFT JOIN features.factor_day AS f
        ON f.person_id = s.person_id AND f.diary_date = s.diary_date
),
placed AS (
    SELECT s.person_id, s.site_code, 'calendar' AS window_kind, d.window_index, d.window_start,
        s.is_observed, s.is_headache, s.is_migraine, s.is_severe, s.is_acute_drug,
        s.is_late, s.is_premonitory
    FROM day AS s
    JOIN reference.calendar AS d ON d.calendar_date = s.diary_date
    WHERE NOT s.date_is_relative
    UNION ALL
    SELECT person_id, site_code, 'personal', CAST(day_number // 28 AS INTEGER),
        diary_date - CAST(day_number % 28 AS INTEGER), is_observed, is_headache, is_migraine,
        is_severe, is_acute_drug, is_late,
        is_premonitory
    FROM day
)
SELECT
    person_id, site_code, window_kind, window_index, window_start,
    count(*) FILTER (is_observed) AS observed_days,
    count(is_headache) AS headache_known_days,
    count(*) FILTER (is_headache) AS headache_days,
    count(is_migraine) AS migraine_known_days,
    count(*) FILTER (is_migraine) AS migraine_days,
    count(is_severe) AS severe_known_days,
    count(*) FILTER (is_severe) AS severe_days,
    count(is_acute_drug) AS acute_known_days,
    count(*) FILTER (is_acute_drug) AS acute_days,
    count(is_late) AS late_known_days,
    count(*) FILTER (is_late) AS late_days,
    count(is_premonitory) AS premonitory_known_days,
    count(*) FILTER (is_premonitory) AS premonitory_days,
    count(*) AS spine_days
FROM placed
GROUP BY person_id, site_code, window_kind, window_index, window_start
HAVING count(*) FILTER (is_observed) > 0
ORDER BY person_id, window_kind, window_index
