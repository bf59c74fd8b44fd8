-- grain: one row per person and day that is a time zero of any trial
WITH zero AS (
    SELECT person_id, site_code, index_date FROM features.new_start
    UNION
    SELECT person_id, site_code, index_date FROM trials.possible_zero
    UNION
    SELECT person_id, site_code, stop_date FROM trials.course_stop
)
SELECT z.person_id, z.site_code, z.index_date, d.window_index AS month_index
FROM zero AS z
JOIN reference.calendar AS d ON d.calendar_date = z.index_date
ORDER BY z.person_id, z.index_date
