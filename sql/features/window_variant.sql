-- grain: one row per person, 28-day window and variant of a day that the diary ever decides
-- reads features.outcome_day: 27 days ahead
-- Windows of the calendar; personal ones where the diary has no place in the calendar.
WITH placed AS (
    SELECT o.*, p.site_code,
        CASE WHEN p.date_is_relative THEN 'personal' ELSE 'calendar' END AS window_kind,
        CASE WHEN p.date_is_relative
            THEN CAST(date_diff('day', p.first_date, o.diary_date) // 28 AS INTEGER)
            ELSE d.window_index
        END AS window_index,
        CASE WHEN p.date_is_relative
            THEN o.diary_date - CAST(date_diff('day', p.first_date, o.diary_date) % 28 AS INTEGER)
            ELSE d.window_start
        END AS window_start
    FROM features.outcome_day AS o
    JOIN features.diary_person AS p ON p.person_id = o.person_id
    JOIN reference.calendar AS d ON d.calendar_date = o.diary_date
),
counted AS (
    SELECT person_id, site_code, window_kind, window_index, window_start,
        count(*) AS observed_days,
        count(migraine_reported) AS k1, count(*) FILTER (migraine_reported) AS n1,
        count(migraine_criteria_30_min) AS k2, count(*) FILTER (migraine_criteria_30_min) AS n2,
        count(migraine_criteria_4_h) AS k3, count(*) FILTER (migraine_criteria_4_h) AS n3,
        count(migraine_aura) AS k4, count(*) FILTER (migraine_aura) AS n4,
        count(migraine_specific_drug) AS k5, count(*) FILTER (migraine_specific_drug) AS n5,
        count(migraine_30_min) AS k6, count(*) FILTER (migraine_30_min) AS n6,
        count(migraine_4_h) AS k7, count(*) FILTER (migraine_4_h) AS n7,
        count(headache_any) AS k8, count(*) FILTER (headache_any) AS n8,
        count(headache_30_min) AS k9, count(*) FILTER (headache_30_min) AS n9,
        count(headache_1_h) AS k10, count(*) FILTER (headache_1_h) AS n10
    FROM placed
    GROUP BY person_id, site_code, window_kind, window_index, window_start
),
listed AS (
    FROM counted UNPIVOT ((known_days, days) FOR variant IN (
        (k1, n1) AS 'migraine_reported', (k2, n2) AS 'migraine_criteria_30_min',
        (k3, n3) AS 'migraine_criteria_4_h', (k4, n4) AS 'migraine_aura',
        (k5, n5) AS 'migraine_specific_drug', (k6, n6) AS 'migraine_30_min',
        (k7, n7) AS 'migraine_4_h', (k8, n8) AS 'headache_any',
        (k9, n9) AS 'headache_30_min', (k10, n10) AS 'headache_1_h'
    ))
)
SELECT
    l.person_id, l.site_code, l.window_kind, l.window_index, l.window_start, l.variant,
    l.observed_days, l.known_days, l.days
FROM listed AS l
JOIN features.decided_variant AS v ON v.person_id = l.person_id AND v.variant = l.variant
ORDER BY l.person_id, l.window_kind, l.window_index, l.variant
