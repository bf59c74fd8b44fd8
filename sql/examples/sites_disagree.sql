-- grain: one row per factor with an estimate over sites
-- scientist: How far do sites differ, and where would a new site's rate ratio lie?
SELECT
    t.label, e.estimate AS rate_ratio, e.ci_low, e.ci_high, e.tau, e.i2,
    e.prediction_low, e.prediction_high, e.without_site_low, e.without_site_high, e.n_sites
FROM pub.trigger_effect AS e
JOIN pub.dim_trigger AS t ON t.trigger_id = e.trigger_id
WHERE e.estimand_id = 'within_person' AND e.outcome_id = 'migraine_onset' AND e.status = 'ok'
ORDER BY e.tau DESC NULLS LAST, t.label
