-- grain: one row per kind of subgroup and level, in the last window
-- leader: Who carries the burden, and how many of them have chronic migraine?
WITH last AS (
    SELECT max(window_index) AS window_index FROM pub.burden_subgroup WHERE status = 'ok'
)
SELECT
    days.subgroup_kind, days.subgroup_level, days.window_start,
    days.estimate AS monthly_migraine_days, days.ci_low, days.ci_high, days.n_people,
    hit6.estimate AS hit6, chronic.estimate AS share_with_chronic_migraine, days.status
FROM pub.burden_subgroup AS days
JOIN last ON last.window_index = days.window_index
LEFT JOIN pub.burden_subgroup AS hit6
    ON hit6.subgroup_kind = days.subgroup_kind AND hit6.subgroup_level = days.subgroup_level
    AND hit6.window_index = days.window_index AND hit6.measure_id = 'hit6_mean'
LEFT JOIN pub.chronic_share AS chronic
    ON chronic.subgroup_kind = days.subgroup_kind
    AND chronic.subgroup_level = days.subgroup_level
    AND chronic.window_index = days.window_index
WHERE days.measure_id = 'mmd_mean'
ORDER BY days.subgroup_kind, days.subgroup_level
