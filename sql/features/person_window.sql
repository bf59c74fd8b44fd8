-- grain: one row per person, kind of window and 28-day window with an observed day
-- reads features.diary_spine: 27 days ahead
-- A diary that never says migraine tells nothing about migraine days, not even on clear days.
WITH day AS (
    SELECT person_id, site_code, diary_date, day_number, date_is_relative, is_observed,
        is_headache, CASE WHEN attack_basis = 'migraine' THEN is_migraine END AS is_migraine,
        is_severe, is_acute_drug, is_late
    FROM features.diary_spine
),
placed AS (
    SELECT s.person_id, s.site_code, 'calendar' AS window_kind, d.window_index, d.window_start,
        s.is_observed, s.is_headache, s.is_migraine, s.is_severe, s.is_acute_drug,
        s.is_late
    FROM day AS s
    JOIN reference.calendar AS d ON d.calendar_date = s.diary_date
    WHERE NOT s.date_is_relative
    UNION ALL
    SELECT person_id, site_code, 'personal', CAST(day_number // 28 AS INTEGER),
        diary_date - CAST(day_number % 28 AS INTEGER), is_observed, is_headache, is_migraine,
        is_severe, is_acute_drug, is_late
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
    count(*) AS spine_days
FROM placed
GROUP BY person_id, site_code, window_kind, window_index, window_start
HAVING count(*) FILTER (is_observed) > 0
ORDER BY person_id, window_kind, window_index
