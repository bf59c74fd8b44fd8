-- grain: one row per trigger people were asked about
-- analyst: What do people blame for their attacks, and what do their own diaries show of it?
SELECT
    p.perceived_id, p.estimate AS share_of_people_who_blame_it, p.ci_low, p.ci_high, p.n_people,
    e.estimate AS rate_ratio_found, e.ci_low AS found_low, e.ci_high AS found_high, p.verdict
FROM pub.perceived_trigger AS p
LEFT JOIN pub.trigger_effect AS e
    ON e.trigger_id = p.trigger_id AND e.estimand_id = 'within_person'
    AND e.outcome_id = 'migraine_onset'
WHERE p.measure_id = 'perceived_people_share'
ORDER BY share_of_people_who_blame_it DESC NULLS LAST, p.perceived_id
