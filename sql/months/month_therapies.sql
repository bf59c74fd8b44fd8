-- grain: one row per person and calendar 28-day window with a therapy in effect at its end
-- On the last observed day: whether the spine goes on after it only later days can tell.
WITH last_day AS (
    SELECT s.person_id, c.window_index, max(s.diary_date) AS diary_date
    FROM features.diary_spine AS s
    JOIN reference.calendar AS c ON c.calendar_date = s.diary_date
    WHERE s.is_observed AND NOT s.date_is_relative
    GROUP BY s.person_id, c.window_index
)
SELECT
    d.person_id, d.window_index,
    list_sort(list(DISTINCT v.therapy_group)) AS therapy_groups,
    count(*) AS therapies
FROM last_day AS d
JOIN features.therapy_day AS t
    ON t.person_id = d.person_id AND t.diary_date = d.diary_date AND t.phase <> 'washout'
JOIN reference.therapy AS v ON v.therapy_code = t.therapy_code
GROUP BY d.person_id, d.window_index
ORDER BY d.person_id, d.window_index
