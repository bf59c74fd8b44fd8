-- grain: one row per factor, estimand, outcome, analysis and measure
SELECT
    trigger_id, estimand_id, outcome_id, analysis_id, done_otherwise, compared_with,
    CASE WHEN analysis_id = 'delta_adjustment' THEN 'recording_ratio' ELSE 'rate_ratio' END
    AS measure_id,
    exp(log_rate_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    p_value, difference_in_errors, n_changed, n_attacks
FROM estimates.trigger_sensitivity
ORDER BY trigger_id, estimand_id, outcome_id, analysis_id
