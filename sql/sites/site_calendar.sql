-- grain: one row per site and calendar day from the site's first to its last diary day, gaps kept
WITH kept AS (
    SELECT site_code, diary_date,
        count(*) AS people_running,
        count(*) FILTER (is_observed) AS people_observed,
        count(is_late) AS entries_timed,
        count(*) FILTER (is_late) AS entries_late
    FROM features.diary_spine
    WHERE NOT date_is_relative
    GROUP BY site_code, diary_date
)
SELECT
    s.site_code, c.calendar_date, c.iso_weekday,
    c.iso_weekday >= 6 AS is_weekend,
    -- Meteorological: whole months, the northern winter from December on.
    ['winter', 'spring', 'summer', 'autumn'][
        1 + (month(c.calendar_date) // 3 + 2 * CAST(r.is_southern AS INTEGER)) % 4
    ] AS season,
    c.window_index, c.window_start,
    coalesce(k.people_running, 0) AS people_running,
    coalesce(k.people_observed, 0) AS people_observed,
    coalesce(k.entries_timed, 0) AS entries_timed,
    coalesce(k.entries_late, 0) AS entries_late
FROM sites.site_stretch AS s
JOIN reference.calendar AS c ON c.calendar_date BETWEEN s.first_date AND s.last_date
LEFT JOIN reference.site AS r ON r.site_code = s.site_code
LEFT JOIN kept AS k ON k.site_code = s.site_code AND k.diary_date = c.calendar_date
ORDER BY s.site_code, c.calendar_date
