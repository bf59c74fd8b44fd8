-- grain: one row per factor, outcome, day around it and measure
SELECT
    trigger_id, outcome_id, lag_days, 'rate_ratio' AS measure_id,
    exp(log_rate_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    q_value, smallest_detectable, n_attacks, reading
FROM estimates.trigger_timing
ORDER BY trigger_id, outcome_id, lag_days
