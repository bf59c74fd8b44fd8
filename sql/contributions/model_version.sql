-- grain: one row per model and person it was made from
WITH made_from AS (
    SELECT 'counts' AS model_id, person_id, any_value(site_code) AS site_code,
        md5_number_lower(concat_ws(
            '|', count(*), count(is_attack), count(*) FILTER (is_attack),
            count(*) FILTER (is_headache), count(*) FILTER (is_observed), sum(day_number)
        )) AS digest
    FROM features.diary_spine
    GROUP BY person_id
    UNION ALL
    SELECT 'triggers', person_id, any_value(site_code),
        md5_number_lower(concat_ws(
            '|', count(*), sum(outcome), count(*) FILTER (is_at_risk),
            count(*) FILTER (has_late_entry), sum(day_number), sum(day_number * outcome)
        ))
    FROM design.onset
    GROUP BY person_id
    UNION ALL
    SELECT 'therapies', person_id, any_value(site_code),
        bit_xor(md5_number_lower(CAST(s AS VARCHAR)))
    FROM trials.start AS s
    GROUP BY person_id
    UNION ALL
    SELECT 'course', person_id, any_value(site_code),
        bit_xor(md5_number_lower(concat_ws('|', window_kind, window_index, state)))
    FROM features.chronicity
    WHERE state <> 'unknown'
    GROUP BY person_id
    UNION ALL
    SELECT 'sites', person_id, any_value(site_code),
        bit_xor(md5_number_lower(concat_ws(
            '|', window_kind, window_index, observed_days, spine_days, migraine_known_days,
            migraine_days
        )))
    FROM features.person_window
    GROUP BY person_id
    UNION ALL
    SELECT 'strata', person_id, any_value(site_code),
        bit_xor(md5_number_lower(concat_ws(
            '|', diary_date, outcome, dose_posture_rating, dose_sleep_hours, dose_stress
        )))
    FROM design.onset
    WHERE is_at_risk AND NOT has_late_entry AND dose_posture_rating IS NOT NULL
        AND dose_sleep_hours IS NOT NULL AND dose_stress IS NOT NULL
    GROUP BY person_id
    UNION ALL
    SELECT 'attack_days_next_28', m.person_id, any_value(m.site_code),
        bit_xor(md5_number_lower(CAST(m AS VARCHAR)))
    FROM months.person_month AS m
    CROSS JOIN reference.definition AS f
    WHERE m.next_known_days >= f.min_window_days
    GROUP BY m.person_id
)
SELECT
    model_id, person_id, site_code, true AS is_counted,
    CAST(NULL AS DOUBLE) AS person_amount, digest
FROM made_from
