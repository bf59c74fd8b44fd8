-- grain: one row per site whose diaries have calendar dates
SELECT site_code, min(diary_date) AS first_date, max(diary_date) AS last_date
FROM features.diary_spine
WHERE NOT date_is_relative
GROUP BY site_code
ORDER BY site_code
