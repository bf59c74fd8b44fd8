-- grain: one row per dose, estimand, outcome, amount and measure
SELECT
    dose_id, 'within_person_amount' AS estimand_id, outcome_id, amount, label, unit, lag_days,
    reference_amount, form, 'rate_ratio' AS measure_id,
    exp(log_rate_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_attacks, log_rate_ratio IS NOT NULL AS in_support, share_of_days,
    p_any, q_any, p_not_straight, shape, shape_rule
FROM estimates.dose_response
ORDER BY dose_id, outcome_id, amount
