-- grain: one row per factor, estimand, outcome and measure
SELECT
    trigger_id, estimand_id, outcome_id, lag_days, 'rate_ratio' AS measure_id,
    exp(log_rate_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    p_value, q_value, smallest_detectable, n_attacks, verdict, verdict_rule
FROM estimates.trigger_effect
ORDER BY trigger_id, estimand_id, outcome_id
