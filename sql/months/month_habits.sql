-- grain: one row per person and calendar 28-day window with an entry: means of its habits
-- Sums of whole numbers, and one division: no order of days changes a mean.
SELECT
    h.person_id, c.window_index,
    sum(h.sleep_minutes) / nullif(60.0 * count(h.sleep_minutes), 0) AS sleep_hours,
    sum(h.stress_tenths) / nullif(10.0 * count(h.stress_tenths), 0) AS stress,
    sum(h.caffeine_mg) / nullif(1.0 * count(h.caffeine_mg), 0) AS caffeine_mg,
    sum(h.alcohol_tenths) / nullif(10.0 * count(h.alcohol_tenths), 0) AS alcohol_units,
    sum(h.screen_minutes) / nullif(60.0 * count(h.screen_minutes), 0) AS screen_hours,
    sum(h.sitting_minutes) / nullif(60.0 * count(h.sitting_minutes), 0) AS sitting_hours,
    sum(h.posture_rating) / nullif(1.0 * count(h.posture_rating), 0) AS posture_rating,
    sum(h.neck_pain) / nullif(1.0 * count(h.neck_pain), 0) AS neck_pain,
    count(*) FILTER (h.menses) / nullif(1.0 * count(h.menses), 0) AS menses_share
FROM features.habit_day AS h
JOIN features.diary_person AS p ON p.person_id = h.person_id
JOIN reference.calendar AS c ON c.calendar_date = h.diary_date
WHERE NOT p.date_is_relative
GROUP BY h.person_id, c.window_index
ORDER BY h.person_id, c.window_index
