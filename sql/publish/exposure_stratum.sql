-- grain: one row per band of posture, of sleep and of stress or all, estimand, outcome, measure
SELECT
    posture_band, sleep_band, stress_band,
    CASE measure_id WHEN 'onset_rate' THEN 'stratum_observed' ELSE 'stratum_within_person' END
    AS estimand_id,
    outcome_id, measure_id, estimate, ci_low, ci_high, n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    posture_order, sleep_order, stress_order, is_reference, nullif(reason, '') AS reason
FROM estimates.exposure_stratum
ORDER BY outcome_id, measure_id, posture_order, sleep_order, stress_order
