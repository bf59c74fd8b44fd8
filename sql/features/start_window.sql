-- grain: one row per person, new start and 28-day window around it with a diary day
-- Windows -6 to -1 lie before the start; window 0 begins on the day itself, window 2 is the last.
SELECT
    s.person_id, s.site_code, s.therapy_id,
    CAST(floor(date_diff('day', s.index_date, d.diary_date) / 28.0) AS INTEGER) AS window_index,
    count(d.is_attack) AS attack_known_days,
    count(*) FILTER (d.is_attack) AS attack_days
FROM features.new_start AS s
JOIN features.diary_spine AS d
    ON d.person_id = s.person_id
    AND d.diary_date BETWEEN s.index_date - 168 AND s.index_date + 83
GROUP BY s.person_id, s.site_code, s.therapy_id, window_index
ORDER BY s.person_id, s.therapy_id, window_index
