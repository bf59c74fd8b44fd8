-- grain: one row per model and person with a window whose inputs are compared
WITH told AS (
    SELECT 'triggers' AS model_id, person_id, site_code, md5_number_lower(
        concat_ws('|', window_index, observed_days, headache_days, migraine_days)
    ) AS mark
    FROM features.person_window
    WHERE window_kind = 'calendar'
    UNION ALL
    SELECT 'therapies', z.person_id, z.site_code, md5_number_lower(CAST(z AS VARCHAR))
    FROM trials.person_at_zero AS z
    SEMI JOIN trials.start AS s ON s.person_id = z.person_id AND s.index_date = z.index_date
    UNION ALL
    SELECT 'attack_days_next_28', m.person_id, m.site_code, md5_number_lower(CAST(m AS VARCHAR))
    FROM months.person_month AS m
)
SELECT
    model_id, person_id, any_value(site_code) AS site_code, true AS is_counted,
    CAST(NULL AS DOUBLE) AS person_amount, bit_xor(mark) AS digest
FROM told
GROUP BY model_id, person_id
