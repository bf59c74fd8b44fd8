-- grain: one row per factor that is called a trigger or may be one
-- leader: How many attacks would not have been, had nobody met the factor?
SELECT
    t.label, b.estimate AS attacks_per_28_days, b.ci_low, b.ci_high, s.estimate AS share_of_attacks,
    b.n_people, b.verdict
FROM pub.trigger_burden AS b
JOIN pub.dim_trigger AS t ON t.trigger_id = b.trigger_id
LEFT JOIN pub.trigger_burden AS s
    ON s.trigger_id = b.trigger_id AND s.outcome_id = b.outcome_id
    AND s.measure_id = 'attributable_share'
WHERE b.measure_id = 'attributable_attacks' AND b.outcome_id = 'migraine_onset' AND b.status = 'ok'
ORDER BY attacks_per_28_days DESC, t.label
