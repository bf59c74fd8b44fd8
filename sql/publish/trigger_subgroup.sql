-- grain: one row per factor, outcome, kind of subgroup, level and measure
SELECT
    trigger_id, outcome_id, subgroup_kind, subgroup_level,
    CASE WHEN subgroup_level = 'between levels' THEN 'interaction_test' ELSE 'rate_ratio' END
    AS measure_id,
    exp(log_rate_ratio) AS estimate, exp(log_ci_low) AS ci_low, exp(log_ci_high) AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    p_value, q_value, smallest_detectable, n_attacks
FROM estimates.trigger_subgroup
ORDER BY trigger_id, outcome_id, subgroup_kind, subgroup_level
