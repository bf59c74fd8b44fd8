-- grain: one row per kind of dose and amount
-- scientist: How does the rate of attacks follow the amount, and is it more than a straight line?
SELECT
    label, unit, amount, estimate AS rate_ratio, ci_low, ci_high, n_people, share_of_days,
    in_support, p_not_straight, shape, shape_rule, status
FROM pub.dose_response
WHERE measure_id = 'rate_ratio' AND outcome_id = 'migraine_onset'
ORDER BY label, unit, amount
