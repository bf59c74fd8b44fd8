-- grain: one row per kind of subgroup, level, calendar window that is over, measure and person
WITH last AS (
    SELECT max(diary_date) AS day FROM features.diary_spine WHERE NOT date_is_relative
)
SELECT g.subgroup_kind, g.subgroup_level, m.window_index, m.measure_id,
    m.person_id, m.site_code, true AS is_counted, CAST(m.value AS DOUBLE) AS person_amount,
    md5_number_lower(concat_ws('|', m.days, m.value, m.weight)) AS digest
FROM features.window_subgroup AS g
JOIN features.window_measure AS m
    ON m.person_id = g.person_id AND m.window_index = g.window_index
CROSS JOIN last
WHERE m.window_kind = 'calendar' AND m.window_start + 27 <= last.day
    AND m.measure_id IN (
        'mmd_mean', 'mhd_mean', 'acute_drug_days', 'severe_day_share', 'hit6_mean', 'midas_mean'
    )
