-- grain: one row per site and calendar 28-day window
-- leader: How have monthly migraine days changed at my site, and how fully are diaries kept?
SELECT
    b.site_id, b.window_start, b.estimate AS monthly_migraine_days, b.ci_low, b.ci_high,
    kept.estimate AS share_of_days_kept, b.n_people, b.status
FROM pub.burden_site_window AS b
LEFT JOIN pub.burden_site_window AS kept
    ON kept.site_id = b.site_id AND kept.window_kind = b.window_kind
    AND kept.window_index = b.window_index AND kept.measure_id = 'diary_completeness'
WHERE b.measure_id = 'mmd_mean' AND b.window_kind = 'calendar'
ORDER BY b.site_id, b.window_start
