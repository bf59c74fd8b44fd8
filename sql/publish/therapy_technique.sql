-- grain: one row per group, comparator, technique, estimand and measure
WITH told AS (
    SELECT
        *, 'technique_alone' AS estimand_id, 'mmd_difference' AS measure_id,
        difference AS estimate, ci_low AS low, ci_high AS high
    FROM estimates.therapy_technique
    WHERE therapy_id <> group_id
    UNION ALL
    SELECT *, 'technique_drawn', 'mmd_difference', drawn, drawn_low, drawn_high
    FROM estimates.therapy_technique
    WHERE therapy_id <> group_id AND drawn IS NOT NULL
    UNION ALL
    SELECT *, 'technique_drawn', 'mmd_from_group', apart, apart_low, apart_high
    FROM estimates.therapy_technique
    WHERE therapy_id <> group_id AND drawn IS NOT NULL
    UNION ALL
    SELECT *, 'technique_drawn', 'mmd_difference', difference, ci_low, ci_high
    FROM estimates.therapy_technique
    WHERE therapy_id = group_id
    UNION ALL
    SELECT *, 'technique_drawn', 'technique_spread', spread, spread_low, spread_high
    FROM estimates.therapy_technique
    WHERE therapy_id = group_id
)
SELECT
    group_id, comparator_id, therapy_id, estimand_id, measure_id,
    estimate, low AS ci_low, high AS ci_high, n_people, n_days, n_sites,
    CASE WHEN estimate IS NOT NULL THEN 'ok' ELSE 'x' END AS status,
    n_comparator, kept_share, overlap_share, largest_imbalance, smallest_detectable,
    reading, reading_rule, reason
FROM told
ORDER BY group_id, comparator_id, therapy_id, estimand_id, measure_id
