-- grain: one row per therapy, comparator, estimand and measure
SELECT
    therapy_id, comparator_id, estimand_id, 28 AS window_first_day, 83 AS window_last_day,
    'mmd_difference' AS measure_id, difference AS estimate, ci_low, ci_high,
    n_people, n_days, n_sites,
    CASE WHEN status = 'estimated' THEN 'ok' ELSE 'x' END AS status,
    n_comparator, overlap_share, largest_imbalance, smallest_detectable, verdict, verdict_rule
FROM estimates.therapy_effect
ORDER BY therapy_id, comparator_id, estimand_id
