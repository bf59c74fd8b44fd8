-- grain: one row per person, window and burden measure that its days can support
-- value / weight is the measure: per 28 days in millionths for rates, days over days for shares.
WITH measured AS (
    SELECT person_id, site_code, window_kind, window_index, window_start, 'mmd_mean' AS measure_id,
        migraine_days AS hits, migraine_known_days AS days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'mhd_mean',
        headache_days, headache_known_days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'acute_drug_days',
        acute_days, acute_known_days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'severe_day_share',
        severe_days, severe_known_days
    FROM features.person_window
    UNION ALL
    SELECT person_id, site_code, window_kind, window_index, window_start, 'diary_completeness',
        observed_days, spine_days
    FROM features.person_window
)
SELECT
    m.person_id, m.site_code, m.window_kind, m.window_index, m.window_start, m.measure_id, m.days,
    CASE WHEN m.measure_id IN ('severe_day_share', 'diary_completeness') THEN m.hits
        ELSE CAST(round(28000000.0 * m.hits / m.days) AS BIGINT)
    END AS value,
    CASE WHEN m.measure_id IN ('severe_day_share', 'diary_completeness') THEN m.days
        ELSE 1000000
    END AS weight
FROM measured AS m
CROSS JOIN reference.definition AS f
WHERE m.days >= f.min_window_days
ORDER BY m.person_id, m.window_kind, m.window_index, m.measure_id
