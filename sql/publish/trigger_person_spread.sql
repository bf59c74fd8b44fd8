-- grain: one row per factor, estimand, outcome, measure and band of rate ratios
SELECT
    trigger_id, 'person_spread' AS estimand_id, outcome_id,
    CASE WHEN band_id = '' THEN 'all' ELSE band_id END AS band_id, lag_days, measure_id,
    CASE WHEN starts_with(measure_id, 'rate_ratio') THEN exp(value) ELSE value END AS estimate,
    CASE WHEN starts_with(measure_id, 'rate_ratio') THEN exp(ci_low) ELSE ci_low END AS ci_low,
    CASE WHEN starts_with(measure_id, 'rate_ratio') THEN exp(ci_high) ELSE ci_high END AS ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    p_value, q_value, exp(smallest_detectable) AS smallest_detectable,
    n_counted, n_people_in_all, n_attacks, verdict, verdict_rule
FROM estimates.trigger_person_spread
ORDER BY trigger_id, outcome_id, measure_id, band_id
