-- grain: one row per completed questionnaire whose recall window holds a spine day
-- reads features.diary_spine: 366 days back
-- felt only up to the last day in: SELECT person_id, completed_on FROM features.questionnaire_score
-- What the diary says of the days that the questionnaire asks about.
SELECT
    q.person_id, q.site_code, q.instrument, q.completed_on,
    count(*) AS spine_days,
    count(*) FILTER (s.is_observed) AS observed_days,
    count(s.is_headache) AS headache_known_days,
    count(*) FILTER (s.is_headache) AS headache_days,
    count(s.is_migraine) FILTER (s.attack_basis = 'migraine') AS migraine_known_days,
    count(*) FILTER (s.is_migraine) AS migraine_days,
    count(s.is_attack) AS attack_known_days,
    count(*) FILTER (s.is_attack) AS attack_days,
    count(s.is_acute_drug) AS acute_known_days,
    count(*) FILTER (s.is_acute_drug) AS acute_days
FROM features.questionnaire_score AS q
JOIN features.diary_spine AS s
    ON s.person_id = q.person_id AND s.diary_date BETWEEN q.recall_from AND q.recall_to
GROUP BY q.person_id, q.site_code, q.instrument, q.completed_on
ORDER BY q.person_id, q.instrument, q.completed_on
