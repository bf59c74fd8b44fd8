-- grain: one row per person and calendar 28-day window with a day on which a trial could begin
-- Held to the same as a new start: a diary and a record of therapies through the washout before it.
-- Which day of the window it is follows from the person and the window, and from nothing that
-- happened: squares modulo a prime lie about as if drawn.
WITH told AS (
    SELECT s.person_id, s.site_code, s.diary_date, s.day_number, d.window_index,
        CAST(date_diff('day', d.window_start, s.diary_date) AS BIGINT) AS day_of_window,
        (s.person_id % 1000003 + 7919 * CAST(d.window_index + 5000 AS BIGINT)) % 1000003 AS mixed
    FROM features.diary_spine AS s
    JOIN reference.calendar AS d ON d.calendar_date = s.diary_date
    WHERE NOT s.date_is_relative
)
SELECT t.person_id, t.site_code, t.window_index AS month_index, t.diary_date AS index_date
FROM told AS t
CROSS JOIN reference.definition AS f
JOIN features.therapy_record AS r
    ON r.person_id = t.person_id
    AND r.from_date <= t.diary_date - CAST(f.washout_days AS INTEGER)
    AND r.to_date >= t.diary_date + 28
WHERE t.day_number >= f.washout_days AND t.day_of_window = t.mixed * t.mixed % 1000003 % 28
ORDER BY t.person_id, t.window_index
