-- grain: one row per kind of subgroup, level, calendar window that is over, and person
WITH last AS (
    SELECT max(diary_date) AS day FROM features.diary_spine WHERE NOT date_is_relative
)
SELECT g.subgroup_kind, g.subgroup_level, c.window_index,
    c.person_id, c.site_code, true AS is_counted,
    CAST(CASE WHEN c.state = 'chronic' THEN 1 ELSE 0 END AS DOUBLE) AS person_amount,
    md5_number_lower(concat_ws('|', c.state = 'chronic', c.headache_known_days)) AS digest
FROM features.window_subgroup AS g
JOIN features.chronicity AS c
    ON c.person_id = g.person_id AND c.window_index = g.window_index
    AND c.window_kind = 'calendar' AND c.state <> 'unknown'
CROSS JOIN last
WHERE c.window_start + 27 <= last.day AND g.subgroup_kind <> 'chronicity'
