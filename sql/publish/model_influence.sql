-- grain: one row per model, kind of influence, feature or family, and value set
SELECT
    model_id, influence_kind, feature_id, value_set, measure_id,
    value AS estimate, ci_low, ci_high, n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_months, 'association, for prediction only: never a cause' AS claim, reason
FROM estimates.model_influence
ORDER BY model_id, influence_kind, feature_id, value_set
