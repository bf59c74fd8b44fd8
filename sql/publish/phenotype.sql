-- grain: one row per group of people, estimand, outcome, feature and measure
SELECT
    phenotype_id, 'person_profile' AS estimand_id, outcome_id,
    CASE WHEN trigger_id = '' THEN 'all' ELSE trigger_id END AS feature_id, label, measure_id,
    CASE WHEN starts_with(measure_id, 'rate_ratio') THEN exp(value) ELSE value END AS estimate,
    CASE WHEN starts_with(measure_id, 'rate_ratio') THEN exp(ci_low) ELSE ci_low END AS ci_low,
    CASE WHEN starts_with(measure_id, 'rate_ratio') THEN exp(ci_high) ELSE ci_high END AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_people_in_all, n_attacks, verdict, verdict_rule
FROM estimates.phenotype
ORDER BY phenotype_id, outcome_id, feature_id, measure_id
