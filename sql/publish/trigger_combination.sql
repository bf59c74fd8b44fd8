-- grain: one row per pair of factors, estimand, outcome and measure
WITH told AS (
    SELECT
        *, 'interaction_ratio' AS measure_id, exp(log_interaction) AS estimate,
        exp(log_interaction_low) AS ci_low, exp(log_interaction_high) AS ci_high,
        p_value AS p, q_value AS q
    FROM estimates.trigger_combination
    UNION ALL
    SELECT
        *, 'excess_attacks', excess, excess_low, excess_high, excess_p, excess_q
    FROM estimates.trigger_combination
    UNION ALL
    SELECT
        *, 'co_occurrence_lift', exp(log_lift), exp(log_lift_low), exp(log_lift_high), NULL, NULL
    FROM estimates.trigger_combination
)
SELECT
    first_id, second_id, 'within_person_together' AS estimand_id, outcome_id, measure_id,
    estimate, ci_low, ci_high, n_people, n_days, n_sites,
    CASE WHEN estimate IS NOT NULL THEN 'ok' ELSE 'x' END AS status,
    n_attacks, p AS p_value, q AS q_value, share_together, fit, reading, reading_rule
FROM told
ORDER BY first_id, second_id, outcome_id, measure_id
