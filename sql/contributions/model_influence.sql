-- grain: one row per model and person with a month that it could learn from or be asked about
SELECT
    'attack_days_next_28' AS model_id, m.person_id, any_value(m.site_code) AS site_code,
    true AS is_counted, CAST(NULL AS DOUBLE) AS person_amount,
    bit_xor(md5_number_lower(CAST(m AS VARCHAR))) AS digest
FROM months.person_month AS m
CROSS JOIN reference.definition AS f
WHERE m.next_known_days >= f.min_window_days
GROUP BY m.person_id
