-- grain: one row per factor, outcome and measure
SELECT
    b.trigger_id, b.outcome_id, b.measure_id,
    b.value AS estimate, b.ci_low, b.ci_high, b.n_people, b.n_days, b.n_sites,
    CASE WHEN b.status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    b.n_attacks, e.verdict
FROM estimates.trigger_burden AS b
LEFT JOIN estimates.trigger_effect AS e
    ON e.trigger_id = b.trigger_id AND e.outcome_id = b.outcome_id
    AND e.estimand_id = 'within_person'
ORDER BY b.trigger_id, b.outcome_id, b.measure_id
