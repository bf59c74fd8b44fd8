-- grain: one row per factor, estimand, outcome and measure
SELECT
    trigger_id, estimand_id, outcome_id, lag_days, 'rate_ratio' AS measure_id,
    exp(log_rate_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    p_value, q_value, family_p_value, smallest_detectable,
    tau, i2, exp(prediction_low) AS prediction_low, exp(prediction_high) AS prediction_high,
    exp(without_site_low) AS without_site_low, exp(without_site_high) AS without_site_high,
    n_attacks, verdict, verdict_rule
FROM estimates.trigger_effect
ORDER BY trigger_id, estimand_id, outcome_id
