-- grain: one row per pair of therapies and measure
WITH told AS (
    SELECT
        *, 'mmd_both' AS measure_id, joint AS estimate, joint_low AS low, joint_high AS high,
        joint_p AS p, CAST(NULL AS DOUBLE) AS q
    FROM estimates.therapy_combination
    UNION ALL
    SELECT *, 'mmd_one_alone', one, one_low, one_high, one_p, NULL
    FROM estimates.therapy_combination
    UNION ALL
    SELECT *, 'mmd_other_alone', other, other_low, other_high, other_p, NULL
    FROM estimates.therapy_combination
    UNION ALL
    SELECT *, 'excess_days', excess, excess_low, excess_high, excess_p, excess_q
    FROM estimates.therapy_combination
    UNION ALL
    SELECT
        *, 'days_interaction_ratio', exp(log_ratio), exp(log_ratio_low), exp(log_ratio_high),
        log_ratio_p, log_ratio_q
    FROM estimates.therapy_combination
)
SELECT
    therapy_a, therapy_b, 'layers' AS estimand_id, measure_id,
    estimate, low AS ci_low, high AS ci_high, n_people, n_days, n_sites,
    CASE WHEN estimate IS NOT NULL THEN 'ok' ELSE 'x' END AS status,
    n_a, n_b, n_neither, p AS p_value, q AS q_value,
    overlap_share, largest_imbalance,
    CASE WHEN measure_id = 'excess_days' THEN smallest_detectable END AS smallest_detectable,
    reading, reading_rule, reason
FROM told
ORDER BY therapy_a, therapy_b, measure_id
