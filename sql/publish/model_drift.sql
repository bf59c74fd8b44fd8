-- grain: one row per model, input and measure
SELECT
    model_id, input_id, measure_id, compared_with, estimate, ci_low, ci_high, noise,
    n_people, n_people_then, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    verdict, verdict_rule
FROM estimates.model_drift
ORDER BY model_id, input_id, measure_id
