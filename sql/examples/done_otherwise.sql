-- grain: one row per factor, estimand, outcome and other way of doing the analysis
-- scientist: Does a trigger stay one when the analysis is done in another way?
SELECT
    t.label, s.estimand_id, s.outcome_id, s.analysis_id, s.done_otherwise,
    s.estimate AS rate_ratio, s.ci_low, s.ci_high, e.estimate AS headline, s.difference_in_errors, s.status
FROM pub.trigger_sensitivity AS s
JOIN pub.dim_trigger AS t ON t.trigger_id = s.trigger_id
LEFT JOIN pub.trigger_effect AS e
    ON e.trigger_id = s.trigger_id AND e.outcome_id = s.outcome_id
    AND e.estimand_id = 'within_person'
WHERE s.measure_id = 'rate_ratio'
ORDER BY t.label, s.estimand_id, s.outcome_id, s.analysis_id
