-- grain: one row per person, new start and 28-day window around it with a diary day
-- reads features.diary_spine: 27 days ahead
-- reads features.new_start: 168 days ahead
-- felt only up to the last day in: SELECT person_id, index_date + 83 FROM features.new_start
-- Windows -6 to -1 lie before the start; window 0 begins on the day itself, window 2 is the last.
WITH placed AS (
    SELECT s.person_id, s.site_code, s.therapy_id, s.index_date, d.is_attack,
        CAST(floor(date_diff('day', s.index_date, d.diary_date) / 28.0) AS INTEGER) AS window_index
    FROM features.new_start AS s
    JOIN features.diary_spine AS d
        ON d.person_id = s.person_id
        AND d.diary_date BETWEEN s.index_date - 168 AND s.index_date + 83
)
SELECT
    person_id, site_code, therapy_id, window_index,
    index_date + 28 * window_index AS window_start,
    count(is_attack) AS attack_known_days,
    count(*) FILTER (is_attack) AS attack_days
FROM placed
GROUP BY person_id, site_code, therapy_id, index_date, window_index
ORDER BY person_id, therapy_id, window_index
