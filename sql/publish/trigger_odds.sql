-- grain: one row per factor, outcome and measure
SELECT
    trigger_id, outcome_id, 'odds_ratio' AS measure_id,
    exp(log_odds_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    p_value, smallest_detectable, n_attacks
FROM estimates.trigger_odds
ORDER BY trigger_id, outcome_id
