-- grain: one row per therapy, comparator, currency and measure
-- A day avoided has a price only where the comparison itself settled that days are avoided; against
-- no start it is not the therapy's alone, so none is printed.
WITH settled AS (
    SELECT therapy_id, comparator_id, min(verdict) AS verdict
    FROM estimates.therapy_effect
    WHERE measure_id = 'mmd_difference'
    GROUP BY therapy_id, comparator_id
),
judged AS (
    SELECT v.*, s.verdict,
        v.status = 'estimated' AND v.measure_id = 'cost_per_day_avoided'
        AND coalesce(s.verdict, '') <> 'supported' AS is_unsettled
    FROM estimates.therapy_value AS v
    LEFT JOIN settled AS s
        ON s.therapy_id = v.therapy_id AND s.comparator_id = v.comparator_id
)
SELECT
    therapy_id, comparator_id,
    CASE WHEN comparator_id = 'none' THEN 'charged' ELSE 'cost_and_effect' END AS estimand_id,
    currency, measure_id,
    CASE WHEN NOT is_unsettled THEN estimate END AS estimate,
    CASE WHEN NOT is_unsettled THEN ci_low END AS ci_low,
    CASE WHEN NOT is_unsettled THEN ci_high END AS ci_high,
    n_people, CAST(NULL AS BIGINT) AS n_days, n_sites,
    CASE WHEN status = 'estimated' AND NOT is_unsettled THEN 'ok' ELSE 'x' END AS status,
    n_comparator, priced_share, verdict,
    CASE WHEN is_unsettled THEN 'whether it avoids migraine days of its own is not settled' ELSE reason END
    AS reason
FROM judged
ORDER BY therapy_id, comparator_id, currency, measure_id
