-- grain: one row per therapy, comparator and check of its migraine days
WITH told AS (
    SELECT *,
        -- Numbers of people are told to tens, in no more detail than the counts beside them.
        CASE
            WHEN diagnostic_id NOT IN ('starters_per_arm', 'effective_comparators') THEN value
            WHEN value >= bound THEN round(value / 10) * 10
        END AS told_value
    FROM estimates.therapy_diagnostic
)
SELECT
    therapy_id, comparator_id, diagnostic_id AS measure_id, told_value AS estimate,
    ci_low, ci_high, n_people, CAST(NULL AS BIGINT) AS n_days, n_sites,
    CASE WHEN told_value IS NULL THEN 'x' ELSE 'ok' END AS status,
    n_comparator, bound, is_met, decides, sentence
FROM told
ORDER BY therapy_id, comparator_id, diagnostic_id
