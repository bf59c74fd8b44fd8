-- grain: one row per therapy, comparator, currency and measure
-- leader: What do starters of a therapy cost more than others, and what is paid for it?
SELECT
    coalesce(t.label, v.therapy_id) AS therapy, coalesce(c.label, v.comparator_id) AS comparator,
    v.currency, m.label AS measure, v.estimate, v.ci_low, v.ci_high, v.n_people, v.status, v.reason
FROM pub.therapy_value AS v
JOIN pub.dim_measure AS m ON m.measure_id = v.measure_id
LEFT JOIN pub.dim_therapy AS t ON t.therapy_id = v.therapy_id
LEFT JOIN pub.dim_therapy AS c ON c.therapy_id = v.comparator_id
ORDER BY therapy, comparator, v.currency, measure
