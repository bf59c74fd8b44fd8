-- grain: one row per model, validation, baseline and measure, over everybody
-- scientist: Does the model know next month better than simply repeating this one?
SELECT
    m.model_id, m.validation, m.baseline, d.label AS measure, m.estimate, m.ci_low, m.ci_high,
    m.n_people, m.n_months, m.status
FROM pub.model_metric AS m
JOIN pub.dim_measure AS d ON d.measure_id = m.measure_id
WHERE m.slice_kind = 'all'
ORDER BY m.model_id, m.validation, m.baseline, measure
