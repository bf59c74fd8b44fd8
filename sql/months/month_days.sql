-- grain: one row per person and calendar 28-day window with an observed day: its days counted
-- The basis of attacks is a fact about the whole diary: here it is what the window's end knew.
WITH told AS (
    SELECT person_id, min(diary_date) AS told_on
    FROM features.diary_spine
    WHERE is_headache AND is_migraine IS NOT NULL
    GROUP BY person_id
),
day AS (
    SELECT s.person_id, s.site_code, c.window_index, c.window_start, s.is_observed,
        s.is_headache, s.is_migraine, s.is_severe, s.is_acute_drug,
        s.is_attack AS is_outcome,
        coalesce(t.told_on < c.window_start + 28, false) AS says_migraine
    FROM features.diary_spine AS s
    JOIN reference.calendar AS c ON c.calendar_date = s.diary_date
    LEFT JOIN told AS t ON t.person_id = s.person_id
    WHERE NOT s.date_is_relative
),
judged AS (
    SELECT *, CASE WHEN says_migraine THEN is_migraine ELSE is_headache END AS is_attack
    FROM day
)
SELECT
    person_id, site_code, window_index, window_start,
    CASE WHEN says_migraine THEN 'migraine' ELSE 'headache' END AS attack_basis,
    count(*) FILTER (is_observed) AS observed_days,
    count(is_attack) AS attack_known_days, count(*) FILTER (is_attack) AS attack_days,
    count(is_headache) AS headache_known_days, count(*) FILTER (is_headache) AS headache_days,
    count(is_severe) AS severe_known_days, count(*) FILTER (is_severe) AS severe_days,
    count(is_acute_drug) AS acute_known_days, count(*) FILTER (is_acute_drug) AS acute_days,
    count(is_outcome) AS outcome_known_days, count(*) FILTER (is_outcome) AS outcome_days
FROM judged
GROUP BY person_id, site_code, window_index, window_start, says_migraine
HAVING count(*) FILTER (is_observed) > 0
ORDER BY person_id, window_index
