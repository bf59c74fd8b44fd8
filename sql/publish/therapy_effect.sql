-- grain: one row per therapy, comparator, estimand and measure
SELECT
    therapy_id, comparator_id, estimand_id, first_day AS window_first_day,
    last_day AS window_last_day, measure_id, difference AS estimate, ci_low, ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_comparator, overlap_share, largest_imbalance, smallest_detectable, verdict, verdict_rule
FROM estimates.therapy_effect
ORDER BY therapy_id, comparator_id, estimand_id, measure_id
