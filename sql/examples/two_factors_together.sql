-- grain: one row per pair of factors
-- scientist: Do two factors on one day bring more attacks than each by itself explains?
SELECT
    first.label AS first_factor, second.label AS second_factor,
    c.estimate AS interaction_ratio, c.ci_low, c.ci_high, c.q_value,
    more.estimate AS excess_attacks_per_100_days, c.n_people, c.status, c.reading
FROM pub.trigger_combination AS c
JOIN pub.dim_trigger AS first ON first.trigger_id = c.first_id
JOIN pub.dim_trigger AS second ON second.trigger_id = c.second_id
LEFT JOIN pub.trigger_combination AS more
    ON more.first_id = c.first_id AND more.second_id = c.second_id
    AND more.estimand_id = c.estimand_id AND more.outcome_id = c.outcome_id
    AND more.measure_id = 'excess_attacks'
WHERE c.measure_id = 'interaction_ratio' AND c.outcome_id = 'migraine_onset'
ORDER BY c.q_value NULLS LAST, first_factor, second_factor
