-- grain: one row per therapy, estimand, kind of dose and level
SELECT
    therapy_id, estimand_id, dose_id, dose_level, reference_level,
    CASE dose_level
        WHEN 'per session' THEN 'mmd_per_session'
        WHEN 'per hour' THEN 'mmd_per_hour'
        ELSE 'mmd_difference' END AS measure_id,
    difference AS estimate, ci_low, ci_high, n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_reference, p_value, overlap_share, largest_imbalance, smallest_detectable, reason
FROM estimates.therapy_dose
ORDER BY therapy_id, estimand_id, dose_id, dose_level
