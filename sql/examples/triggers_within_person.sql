-- grain: one row per factor
-- leader: Which factors come before an attack, how much, and how sure are we?
SELECT
    t.label, t.domain, e.estimate AS rate_ratio, e.ci_low, e.ci_high, e.family_p_value,
    e.n_people, e.status, e.verdict, e.verdict_rule
FROM pub.trigger_effect AS e
JOIN pub.dim_trigger AS t ON t.trigger_id = e.trigger_id
WHERE e.estimand_id = 'within_person' AND e.outcome_id = 'migraine_onset'
ORDER BY rate_ratio DESC NULLS LAST, t.label, t.domain
