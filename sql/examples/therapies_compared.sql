-- grain: one row per therapy and comparator
-- leader: Which therapy saves more migraine days than its comparator, by both methods?
SELECT
    coalesce(t.label, e.therapy_id) AS therapy, coalesce(c.label, e.comparator_id) AS comparator,
    e.ci_low AS range_low, e.ci_high AS range_high,
    a.estimate AS adjusted, d.estimate AS by_change,
    e.n_people, e.n_comparator, e.status, e.verdict, e.verdict_rule
FROM pub.therapy_effect AS e
LEFT JOIN pub.dim_therapy AS t ON t.therapy_id = e.therapy_id
LEFT JOIN pub.dim_therapy AS c ON c.therapy_id = e.comparator_id
LEFT JOIN pub.therapy_effect AS a
    ON a.therapy_id = e.therapy_id AND a.comparator_id = e.comparator_id
    AND a.measure_id = e.measure_id AND a.estimand_id = 'att_aipw'
LEFT JOIN pub.therapy_effect AS d
    ON d.therapy_id = e.therapy_id AND d.comparator_id = e.comparator_id
    AND d.measure_id = e.measure_id AND d.estimand_id = 'att_did'
WHERE e.measure_id = 'mmd_difference' AND e.estimand_id = 'att_bracket'
ORDER BY therapy, comparator
