-- grain: one row per factor, outcome, site and measure
SELECT
    trigger_id, outcome_id, site_code AS site_id, 'rate_ratio' AS measure_id,
    exp(log_rate_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    smallest_detectable, n_attacks, exp(without_it) AS without_it
FROM estimates.trigger_site
ORDER BY trigger_id, outcome_id, site_id
